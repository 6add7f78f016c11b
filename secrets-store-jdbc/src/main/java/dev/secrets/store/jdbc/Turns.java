package dev.secrets.store.jdbc;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Those of this process who change a database whose writers take turns: one after another, each from its transaction's begin until
 * the change is on the disk. A database that is embedded has no writers elsewhere. Thread-safe.
 */
final class Turns {
    /** By the database's path: several stores may have the same. */
    private static final Map<String, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final ReentrantLock lock;
    private final Duration patience;

    Turns(String databasePath, Duration patience) {
        this.lock = LOCKS.computeIfAbsent(databasePath, path -> new ReentrantLock(true));
        this.patience = patience;
    }

    /** @throws SQLTimeoutException if the others took too long */
    void take() throws SQLException {
        if (!takeWithin(patience.toNanos())) {
            throw new SQLTimeoutException("Other changes of the database took longer than " + patience);
        }
    }

    /** An interrupt is kept for the caller: whoever waits for a lock of a database isn't woken by one either. */
    private boolean takeWithin(long nanos) {
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void leave() {
        lock.unlock();
    }
}
