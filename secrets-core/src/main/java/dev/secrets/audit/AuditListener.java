package dev.secrets.audit;

/**
 * Takes the audit trail. Called in the caller's thread, before the call goes on; throwing refuses the event, and the engine fails
 * closed (see the package). A listener that wants to let failures pass catches them itself. Must be thread-safe and must not call
 * the secrets manager.
 */
@FunctionalInterface
public interface AuditListener {
    /**
     * Takes one event; returns when it is as safe as the listener promises.
     *
     * @throws RuntimeException to refuse it
     */
    void audit(AuditEvent event);

    /** Returns the listener that keeps nothing, for applications without a trail. */
    static AuditListener none() {
        return NoAudit.INSTANCE;
    }
}
