package dev.secrets.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Repeats what failed without effect, after pauses that grow, for as long as one statement may take. */
final class Retries {
    private static final int MOST_ATTEMPTS = 20;
    private static final long LONGEST_PAUSE_NANOS = 100_000_000;

    private final Failures failures;
    private final Duration atMost;

    Retries(Failures failures, Duration atMost) {
        this.failures = failures;
        this.atMost = atMost;
    }

    /** What is attempted; if it throws, nothing has happened. */
    interface Attempt<R> {
        R run() throws SQLException;
    }

    <R> R call(Attempt<R> attempt) {
        long begun = System.nanoTime();
        for (int attempts = 1; ; attempts++) {
            try {
                return attempt.run();
            } catch (SQLException failure) {
                boolean late = System.nanoTime() - begun > atMost.toNanos();
                if (late || attempts == MOST_ATTEMPTS || !failures.kind(failure).worthRepeating()) {
                    throw failures.unavailable(failure);
                }
            }
            LockSupport.parkNanos(
                    ThreadLocalRandom.current().nextLong(Math.min(LONGEST_PAUSE_NANOS, 1_000_000L << attempts)));
        }
    }
}
