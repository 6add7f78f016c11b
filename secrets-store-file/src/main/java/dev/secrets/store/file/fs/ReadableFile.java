package dev.secrets.store.file.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that is read by position, by any thread, interrupted or not. */
public interface ReadableFile extends Closeable {
    /**
     * Reads until the buffer is full or the file ends.
     *
     * @return how many bytes were read
     */
    int read(ByteBuffer into, long position) throws IOException;

    /** Returns the length in bytes. Not to be asked for between writes: on Linux that makes the next sync slow. */
    long size() throws IOException;
}
