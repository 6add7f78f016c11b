package dev.secrets.model;

/** The resource policy is not a policy, or would lock its author out. To act: the caller. */
public final class MalformedPolicyDocumentException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public MalformedPolicyDocumentException(String message) {
        super("MalformedPolicyDocumentException", 400, message, null);
    }

    /**
     * Refuses with the given text, keeping what led to it.
     *
     * @param message the service's own text
     * @param cause what failed underneath; holds no secret value
     */
    public MalformedPolicyDocumentException(String message, Throwable cause) {
        super("MalformedPolicyDocumentException", 400, message, cause);
    }
}
