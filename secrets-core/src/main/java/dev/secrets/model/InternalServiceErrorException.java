package dev.secrets.model;

/** The environment failed: the store is away, or too many writers raced for one secret. The old state is whole unless the
 * message says that the outcome is unknown. To act: retry, then the operator. */
public final class InternalServiceErrorException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public InternalServiceErrorException(String message) {
        super("InternalServiceError", 500, message, null);
    }

    /**
     * Refuses with the given text, keeping what led to it.
     *
     * @param message the service's own text
     * @param cause what failed underneath; holds no secret value
     */
    public InternalServiceErrorException(String message, Throwable cause) {
        super("InternalServiceError", 500, message, cause);
    }
}
