package dev.secrets.store.file.format;

import java.io.IOException;

/** Bytes are not what was written: damaged, cut, altered or mixed from several copies. */
public final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Tells which bytes.
     *
     * @param message what is wrong, and where
     */
    public DamagedException(String message) {
        super(message);
    }
}
