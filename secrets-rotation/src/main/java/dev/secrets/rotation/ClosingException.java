package dev.secrets.rotation;

/** The node is closing: what a rotation is stopped with that does not finish in time. */
final class ClosingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosingException() {
        super("The scheduler is closing", null, false, false);
    }
}
