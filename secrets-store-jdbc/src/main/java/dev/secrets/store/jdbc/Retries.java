package dev.secrets.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Repeats what failed without effect, after pauses that grow, for as long as one statement may take. */
final class Retries {
    private static final Duration MIN_PAUSE = Duration.ofMillis(2);
    /** A lock is free again soon. */
    private static final Duration MAX_PAUSE_AFTER_RACE = Duration.ofMillis(50);
    /** A server takes a while to come back, and a pool looks at a connection only when it has been idle for half a second. */
    private static final Duration MAX_PAUSE_AFTER_BREAK = Duration.ofMillis(1_200);

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

    /** An interrupt cuts no pause short, or the attempts would follow one another without any; it is kept for the caller. */
    <R> R call(Attempt<R> attempt) {
        long begun = System.nanoTime();
        Duration pause = MIN_PAUSE;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return attempt.run();
                } catch (SQLException failure) {
                    pause = pauseAfter(failure, pause, begun);
                }
                interrupted |= sleep(ThreadLocalRandom.current().nextLong(pause.toNanos() / 2, pause.toNanos()));
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns how long to pause after a failure; throws it if there is no point in another attempt, or no time. */
    private Duration pauseAfter(SQLException failure, Duration last, long begun) {
        FailureKind kind = failures.kind(failure);
        Duration pause = atMost(last.multipliedBy(2), kind);
        boolean late = System.nanoTime() - begun + pause.toNanos() > atMost.toNanos();
        if (late || !kind.worthRepeating()) {
            throw failures.unavailable(failure);
        }
        return pause;
    }

    /** Returns whether there was an interrupt, which is cleared. */
    private static boolean sleep(long nanos) {
        long until = System.nanoTime() + nanos;
        boolean interrupted = Thread.interrupted();
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            interrupted |= Thread.interrupted();
        }
        return interrupted;
    }

    private static Duration atMost(Duration pause, FailureKind kind) {
        Duration longest = kind == FailureKind.RACE ? MAX_PAUSE_AFTER_RACE : MAX_PAUSE_AFTER_BREAK;
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
