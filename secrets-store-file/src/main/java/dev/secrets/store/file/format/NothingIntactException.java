package dev.secrets.store.file.format;

import java.io.IOException;

/** There is nothing that could be verified: no journal, or none with an intact header, and so no keys. */
public final class NothingIntactException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Tells what is not there.
     *
     * @param message what is wrong
     */
    public NothingIntactException(String message) {
        super(message + ". Only a backup helps");
    }
}
