package dev.secrets.engine;

/** An operation that changes nothing. */
public interface SecretRead<R> extends SecretOperation {
    /** Returns the answer; called after the caller was authorised and before the event of the read. */
    R read(SecretView secret);

    /** Overwrites the values of an answer that is not given. */
    default void withhold(R answer) {}
}
