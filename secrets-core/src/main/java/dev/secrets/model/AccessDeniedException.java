package dev.secrets.model;

/** The caller may not do this, or may not know that the secret exists: both read the same. To act: whoever grants rights. */
public final class AccessDeniedException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public AccessDeniedException(String message) {
        super("AccessDeniedException", 400, message, null);
    }
}
