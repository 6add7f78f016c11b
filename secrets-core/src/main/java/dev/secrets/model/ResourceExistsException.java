package dev.secrets.model;

/** The name, or the client request token with another value, is taken. To act: the caller. */
public final class ResourceExistsException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public ResourceExistsException(String message) {
        super("ResourceExistsException", 400, message, null);
    }
}
