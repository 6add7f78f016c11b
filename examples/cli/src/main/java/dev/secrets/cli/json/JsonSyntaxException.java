package dev.secrets.cli.json;

/** A text is no JSON. Says where, and quotes nothing: a parser's own message would, and the text may hold a secret. */
public final class JsonSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonSyntaxException(String message) {
        super(message, null, false, false);
    }
}
