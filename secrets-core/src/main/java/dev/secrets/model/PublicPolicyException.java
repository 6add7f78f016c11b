package dev.secrets.model;

/** The resource policy grants access to everybody and the request forbids that. To act: the caller. */
public final class PublicPolicyException extends SecretsManagerException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses with the given text.
     *
     * @param message the service's own text
     */
    public PublicPolicyException(String message) {
        super("PublicPolicyException", 400, message, null);
    }
}
