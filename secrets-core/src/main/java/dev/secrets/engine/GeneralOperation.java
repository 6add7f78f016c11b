package dev.secrets.engine;

/** An operation that has no secret of its own. */
public interface GeneralOperation<R> extends Operation {
    /** Returns the answer; called after the caller was authorised. */
    R answer(Session session);

    /** Overwrites the values of an answer that is not given. */
    default void withhold(R answer) {}
}
