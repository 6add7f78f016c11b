package dev.secrets.model;

/** The value or the metadata could not be opened: the key is missing, disabled or wrong, or the stored bytes are not what
 * was written. The same words for each, so that the error is no oracle. To act: the operator. */
public final class DecryptionFailureException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /** The service's text: the same words whatever is wrong with the sealed bytes or their key. */
    private static final String CANT_DECRYPT =
            "Secrets Manager can't decrypt the protected secret text using the provided KMS key.";

    /** Refuses with the service's text. */
    public DecryptionFailureException() {
        this(CANT_DECRYPT);
    }

    /**
     * Refuses with the service's text, keeping what led to it.
     *
     * @param cause what failed underneath; holds no secret value
     */
    public DecryptionFailureException(Throwable cause) {
        this(CANT_DECRYPT, cause);
    }

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public DecryptionFailureException(String message) {
        super("DecryptionFailure", 400, message, null);
    }

    /**
     * Refuses with the given text, keeping what led to it.
     *
     * @param message the service's own text
     * @param cause what failed underneath; holds no secret value
     */
    public DecryptionFailureException(String message, Throwable cause) {
        super("DecryptionFailure", 400, message, cause);
    }
}
