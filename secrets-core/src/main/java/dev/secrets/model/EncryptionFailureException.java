package dev.secrets.model;

/** The value could not be sealed: the key is missing, disabled or wrong. To act: the operator. */
public final class EncryptionFailureException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public EncryptionFailureException(String message) {
        super("EncryptionFailure", 400, message, null);
    }

    /**
     * Refuses with the given text, keeping what led to it.
     *
     * @param message the service's own text
     * @param cause what failed underneath; holds no secret value
     */
    public EncryptionFailureException(String message, Throwable cause) {
        super("EncryptionFailure", 400, message, cause);
    }
}
