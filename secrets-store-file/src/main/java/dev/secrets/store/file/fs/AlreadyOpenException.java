package dev.secrets.store.file.fs;

import java.io.IOException;

/** The directory is already open in this JVM. */
public final class AlreadyOpenException extends IOException {
    private static final long serialVersionUID = 1L;

    AlreadyOpenException(String message) {
        super(message);
    }
}
