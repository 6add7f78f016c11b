package dev.secrets.credentials;

/**
 * A secret does not have the form of the type that it was to be read as, or would not have it after a change. The message names
 * the type, the member and, where it is known, the secret; neither it nor a cause holds anything from the secret's value. To act:
 * whoever wrote the secret, or asked for the wrong type.
 */
public final class CredentialsFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CredentialsFormatException(String message) {
        super(message);
    }

    private CredentialsFormatException(String message, CredentialsFormatException cause) {
        super(message, cause);
    }

    /** Returns what tells the same of a secret by its name. */
    CredentialsFormatException ofSecret(String name) {
        return new CredentialsFormatException("Secret " + name + ": " + getMessage(), this);
    }
}
