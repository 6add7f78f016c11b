package dev.secrets.audit;

/** Keeps nothing. */
enum NoAudit implements AuditListener {
    INSTANCE;

    @Override
    public void audit(AuditEvent event) {}
}
