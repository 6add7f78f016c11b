package dev.secrets.store.file.format;

import java.io.IOException;

/** Bytes are intact and mean something that this version does not know. */
public final class UnknownFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Tells what is not known.
     *
     * @param message what came, and what is known
     */
    public UnknownFormatException(String message) {
        super(message);
    }
}
