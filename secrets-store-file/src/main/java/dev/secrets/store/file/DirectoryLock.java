package dev.secrets.store.file;

import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.file.fs.StoreFs;
import dev.secrets.store.file.fs.StoreFs.HeldLock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes the lock that keeps other processes out. It is taken anew for each batch. A wait is a series of attempts, first without
 * pause and then with short random ones, because the system's blocking call knows no timeout.
 */
final class DirectoryLock {
    private static final int EAGER_ATTEMPTS = 50;
    private static final long MAX_PAUSE_NANOS = 500_000;

    private final StoreFs fs;
    private final Duration timeout;

    DirectoryLock(StoreFs fs, Duration timeout) {
        this.fs = fs;
        this.timeout = timeout;
    }

    /**
     * Takes the lock.
     *
     * @throws StoreUnavailableException if another process holds it for too long
     */
    HeldLock acquire() throws IOException {
        Optional<HeldLock> held = fs.tryLock();
        long start = System.nanoTime();
        for (int attempt = 1; held.isEmpty(); attempt++) {
            if (Duration.ofNanos(System.nanoTime() - start).compareTo(timeout) > 0) {
                throw new StoreUnavailableException(
                        "Another process has held the lock of " + fs.description() + " for " + timeout, true);
            }
            pause(attempt);
            held = fs.tryLock();
        }
        return held.get();
    }

    private static void pause(int attempt) {
        if (attempt < EAGER_ATTEMPTS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE_NANOS / 10, MAX_PAUSE_NANOS));
        }
    }
}
