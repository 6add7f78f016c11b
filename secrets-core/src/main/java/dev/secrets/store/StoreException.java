package dev.secrets.store;

/** What a store throws. The type tells what is known about the change that was asked for. Messages hold no sealed bytes. */
public abstract sealed class StoreException extends RuntimeException
        permits StoreConflictException, StoreUnavailableException, OutcomeUnknownException {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
