package dev.secrets.model;

/** The page token was not made here, or was made for another query. To act: the caller, who starts again without a token. */
public final class InvalidNextTokenException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public InvalidNextTokenException(String message) {
        super("InvalidNextTokenException", 400, message, null);
    }
}
