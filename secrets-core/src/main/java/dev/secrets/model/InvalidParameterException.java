package dev.secrets.model;

/** A value is not acceptable by itself or beside another one. To act: the caller. */
public final class InvalidParameterException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public InvalidParameterException(String message) {
        super("InvalidParameterException", 400, message, null);
    }

    /**
     * Refuses with the given text, keeping what led to it.
     *
     * @param message the service's own text
     * @param cause what failed underneath; holds no secret value
     */
    public InvalidParameterException(String message, Throwable cause) {
        super("InvalidParameterException", 400, message, cause);
    }
}
