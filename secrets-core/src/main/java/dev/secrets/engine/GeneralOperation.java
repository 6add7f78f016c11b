package dev.secrets.engine;

/** An operation that has no secret of its own. */
public interface GeneralOperation<R> extends AnsweredOperation<R> {
    /** Returns the answer; called after the caller was authorised. */
    R answer(Session session);
}
