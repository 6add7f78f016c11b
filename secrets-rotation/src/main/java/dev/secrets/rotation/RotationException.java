package dev.secrets.rotation;

/**
 * A step of a rotation failed. Its message goes to logs, the audit trail and listeners: it says what failed and never quotes a
 * secret. It has no cause, because those that drivers throw may quote one.
 */
public final class RotationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether to try again soon. */
    private final boolean retryable;

    private RotationException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    /** Returns a failure that may pass: the target is away, slow or busy. The rotation is tried again with growing pauses. */
    public static RotationException retryable(String message) {
        return new RotationException(message, true);
    }

    /** Returns a failure that stays until a person acts, say a missing right. The rotation is tried again in its next window. */
    public static RotationException permanent(String message) {
        return new RotationException(message, false);
    }

    /** Returns whether the failure may pass by itself. */
    public boolean isRetryable() {
        return retryable;
    }
}
