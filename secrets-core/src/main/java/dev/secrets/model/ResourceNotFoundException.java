package dev.secrets.model;

/** There is no such secret, version or staging label. To act: the caller. */
public final class ResourceNotFoundException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public ResourceNotFoundException(String message) {
        super("ResourceNotFoundException", 400, message, null);
    }
}
