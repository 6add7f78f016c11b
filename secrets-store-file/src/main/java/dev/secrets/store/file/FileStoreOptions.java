package dev.secrets.store.file;

import dev.secrets.store.StoreListener;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What can be chosen about a {@link FileSecretStore}. Start from {@link #defaults}; a method named as a component returns a copy
 * with that component changed. Immutable.
 *
 * @param clock what {@link FileSecretStore#now} tells; default the system's. All processes that share a directory must have
 *     clocks that agree
 * @param listener hears what the store notices by itself; default nobody. It is logged besides
 * @param lockTimeout how long a change waits for another process that holds the lock, before it is refused as retryable; default
 *     10 seconds. Another process holds it for the length of a compaction at the longest
 * @param erasureDelay how long after a deletion the deleted values may remain in the directory; default 5 seconds. Deletions
 *     within this time share one compaction, which copies all that lives. Closing the store does not wait but erases at once
 * @param networkFileSystem whether the directory may lie on NFS or SMB; default no, because a lock there may not keep other
 *     machines out. Allow it only if a single machine uses the directory
 */
public record FileStoreOptions(
        InstantSource clock,
        StoreListener listener,
        Duration lockTimeout,
        Duration erasureDelay,
        boolean networkFileSystem) {
    /**
     * Checks the durations.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public FileStoreOptions {
        requireNotNegative("lockTimeout", lockTimeout);
        requireNotNegative("erasureDelay", erasureDelay);
    }

    /** Returns the system's clock, no listener, 10 seconds for the lock, 5 seconds until erasure, no network file system. */
    public static FileStoreOptions defaults() {
        return new FileStoreOptions(
                InstantSource.system(), StoreListener.IGNORE, Duration.ofSeconds(10), Duration.ofSeconds(5), false);
    }

    private static void requireNotNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " is " + duration + "; must not be negative");
        }
    }

    /** Returns these options with {@link #clock()} set. */
    public FileStoreOptions clock(InstantSource changed) {
        return new FileStoreOptions(changed, listener, lockTimeout, erasureDelay, networkFileSystem);
    }

    /** Returns these options with {@link #listener()} set. */
    public FileStoreOptions listener(StoreListener changed) {
        return new FileStoreOptions(clock, changed, lockTimeout, erasureDelay, networkFileSystem);
    }

    /** Returns these options with {@link #lockTimeout()} set. */
    public FileStoreOptions lockTimeout(Duration changed) {
        return new FileStoreOptions(clock, listener, changed, erasureDelay, networkFileSystem);
    }

    /** Returns these options with {@link #erasureDelay()} set. */
    public FileStoreOptions erasureDelay(Duration changed) {
        return new FileStoreOptions(clock, listener, lockTimeout, changed, networkFileSystem);
    }

    /** Returns these options with {@link #networkFileSystem()} set. */
    public FileStoreOptions networkFileSystem(boolean changed) {
        return new FileStoreOptions(clock, listener, lockTimeout, erasureDelay, changed);
    }
}
