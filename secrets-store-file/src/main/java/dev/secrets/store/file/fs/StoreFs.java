package dev.secrets.store.file.fs;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One directory with files in it. Names are plain file names. A new, moved or deleted name is durable only after
 * {@link #syncDirectory}. Thread-safe.
 */
public interface StoreFs extends Closeable {
    /** Returns what the directory is called in messages. */
    String description();

    /** Returns the names of all files, in no order. */
    List<String> list() throws IOException;

    /**
     * Creates an empty file that only this user can read.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken, be it by a symbolic link
     */
    StoreFile create(String name) throws IOException;

    /**
     * Opens a file for reading and writing.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws UnsafePathException if it is a symbolic link, not this user's, or open to others
     */
    StoreFile open(String name) throws IOException;

    /** Opens a file for reading. Throws as {@link #open} does. */
    ReadableFile openToRead(String name) throws IOException;

    /** Gives the file another name, in place of what had that name, atomically. */
    void replace(String from, String to) throws IOException;

    /** Deletes the file if it exists. An open file stays readable. */
    void delete(String name) throws IOException;

    /** Returns when the file was last written. */
    Instant lastModified(String name) throws IOException;

    /** Makes names durable. */
    void syncDirectory() throws IOException;

    /** Takes the lock that excludes other processes, or returns nothing if another holds it. */
    Optional<HeldLock> tryLock() throws IOException;

    /**
     * Returns a mark of the directory's names when the lock was last taken: as long as it is equal, no name was made, deleted or given
     * to another file. Nothing if that can't be told.
     */
    Optional<Object> namesMark();

    /** A lock that is held. */
    interface HeldLock {
        /** Lets others have it. */
        void release() throws IOException;
    }
}
