package dev.secrets.model;

/** The change would exceed a quota of the secret. To act: the caller. */
public final class LimitExceededException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public LimitExceededException(String message) {
        super("LimitExceededException", 400, message, null);
    }
}
