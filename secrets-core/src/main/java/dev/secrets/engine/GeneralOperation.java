package dev.secrets.engine;

/** An operation that has no secret of its own. */
public interface GeneralOperation<R> extends Operation {
    /** Returns the answer; called after the caller was authorised. */
    R answer(Session session);
}
