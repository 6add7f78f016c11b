package dev.secrets.audit;

/**
 * A listener did not take an event. The engine fails closed on it and tells the caller in its own words, with this as the cause.
 * To act: the operator of the audit trail. Holds no secret value, since events hold none.
 */
public final class AuditRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses an event.
     *
     * @param message why, and what helps
     */
    public AuditRefusedException(String message) {
        super(message);
    }

    /**
     * Refuses an event, keeping what led to it.
     *
     * @param message why, and what helps
     * @param cause what failed underneath
     */
    public AuditRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
