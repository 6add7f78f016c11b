package dev.secrets.store.file.fs;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that is read and written by position, by any thread, interrupted or not. */
public interface StoreFile extends ReadableFile {
    /** Writes all the bytes or throws, and may then have written some. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /**
     * Returns whether the name that it was opened by still meant this file when the directory's lock was last taken. If not,
     * somebody deleted or replaced it, and what is written here will never be found again.
     */
    boolean isStillNamed() throws IOException;

    /** Cuts the file to the length. */
    void truncate(long length) throws IOException;

    /**
     * Makes what was written durable, and with it what is needed to read it again: fdatasync. After a failure it is unknown what is
     * on the disk, and calling again would report success for bytes that were dropped: a caller never calls it again.
     */
    void sync() throws IOException;
}
