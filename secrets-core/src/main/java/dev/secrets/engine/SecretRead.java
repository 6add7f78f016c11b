package dev.secrets.engine;

/** An operation on one secret that changes nothing. */
public interface SecretRead<R> extends SecretOperation, AnsweredOperation<R> {
    /** Returns the answer; called after the caller was authorised and before the event of the read. */
    R read(SecretView secret);
}
