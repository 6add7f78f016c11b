package dev.secrets.cli.shell;

/** A setting is missing or wrong. The message says which, and what to do. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes a refusal with a sentence for the user. */
    public ConfigurationException(String message) {
        super(message);
    }

    /** Makes a refusal with a sentence for the user. */
    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
