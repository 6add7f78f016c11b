package dev.secrets.model;

/** The values are acceptable, but the secret is not in a state that allows the operation. To act: the caller. */
public final class InvalidRequestException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public InvalidRequestException(String message) {
        super("InvalidRequestException", 400, message, null);
    }

    /**
     * Refuses with the given text, keeping what led to it.
     *
     * @param message the service's own text
     * @param cause what failed underneath; holds no secret value
     */
    public InvalidRequestException(String message, Throwable cause) {
        super("InvalidRequestException", 400, message, cause);
    }
}
