package dev.secrets.model;

/** A prerequisite outside the secret is not met. To act: the caller. */
public final class PreconditionNotMetException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public PreconditionNotMetException(String message) {
        super("PreconditionNotMetException", 400, message, null);
    }
}
