package dev.secrets.cli.shell;

/** The command line can't be understood. The message is for its author, and quotes no value that may be a secret. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes a refusal with a sentence for the user. */
    public UsageException(String message) {
        super(message);
    }
}
