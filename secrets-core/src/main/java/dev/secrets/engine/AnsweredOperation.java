package dev.secrets.engine;

/** An operation that changes nothing: there is only its answer, which is given when the trail has accepted that. */
public interface AnsweredOperation<R> extends Operation {
    /** Overwrites the values of an answer that is not given. */
    default void withhold(R answer) {}
}
