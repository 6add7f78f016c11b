package dev.secrets.store;

/** The store could not do what was asked, and nothing was changed. To act: the operator; a retry may help if {@link #retryable}. */
public final class StoreUnavailableException extends StoreException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /**
     * Reports that nothing happened.
     *
     * @param message what is wrong and what helps
     * @param retryable whether the same call may succeed later without anybody's doing
     * @param cause what failed underneath
     */
    public StoreUnavailableException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /**
     * Reports that nothing happened.
     *
     * @param message what is wrong and what helps
     * @param retryable whether the same call may succeed later without anybody's doing
     */
    public StoreUnavailableException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    /** Returns whether the same call may succeed later without anybody's doing. */
    public boolean retryable() {
        return retryable;
    }
}
