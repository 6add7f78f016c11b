package dev.secrets.model;

/**
 * The change is durable, but its outcome could not be written to the audit trail. Do not repeat the call: it has taken effect.
 * To act: the operator of the audit trail, who finds the call by {@link #requestId()}.
 */
public final class AuditIncompleteException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    private final String requestId;

    /**
     * Reports a change whose outcome is missing in the trail.
     *
     * @param requestId the id under which the trail holds the call's intent
     * @param cause what the audit listener answered
     */
    public AuditIncompleteException(String requestId, Throwable cause) {
        super(
                "InternalServiceError",
                500,
                "The change was made, but its outcome could not be written to the audit trail. Do not repeat it. Request id: "
                        + requestId,
                cause);
        this.requestId = requestId;
    }

    /** Returns the id that the call has in the audit trail. */
    public String requestId() {
        return requestId;
    }
}
