package dev.secrets.wire;

/**
 * A body is no JSON, or not the JSON of its operation. Carries no cause and no stack trace, since a parser's own exception quotes
 * what it stumbled over; the message is made of fixed texts and the names of declared members.
 */
final class SerializationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SerializationException(String message) {
        super(message, null, false, false);
    }

    /** Returns the refusal of a value that is not what the member at the path holds. */
    static SerializationException notA(String expected, String path) {
        return new SerializationException("The value at '" + path + "' is not " + expected + ".");
    }
}
