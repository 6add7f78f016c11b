package dev.secrets.operations;

/** The answer of operations that have none. */
public enum NoAnswer {
    /** The operation is done. */
    GIVEN
}
