package dev.secrets.store.file.fs;

import java.io.IOException;

/**
 * A file or directory is not one to keep secrets in: a symbolic link, somebody else's, open to others, of something else, or not to be
 * written to.
 */
public final class UnsafePathException extends IOException {
    private static final long serialVersionUID = 1L;

    UnsafePathException(String message) {
        super(message);
    }
}
