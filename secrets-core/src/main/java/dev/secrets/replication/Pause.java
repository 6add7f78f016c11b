package dev.secrets.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Spares a region that fails: after each failure in a row it is left alone for longer, so that thousands of secrets do not wait for
 * its time-outs one by one. Thread-safe.
 */
final class Pause {
    private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(5);
    private static final int MAX_DOUBLINGS = 9;

    private int failures;
    private Instant until = Instant.EPOCH;

    /** Returns how long to wait after so many failures, at random between half and all of what doubles each time. */
    static Duration after(int failures) {
        long most = Math.min(
                MAX_PAUSE.toMillis(), MIN_PAUSE.toMillis() << Math.min(Math.max(0, failures - 1), MAX_DOUBLINGS));
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }

    synchronized boolean isOn(Instant now) {
        return until.isAfter(now);
    }

    /** Returns when the region, which has failed just now, may be tried again. */
    synchronized Instant failed(Instant now) {
        if (!isOn(now)) {
            failures++;
            until = now.plus(after(failures));
        }
        return until;
    }

    synchronized void succeeded() {
        failures = 0;
        until = Instant.EPOCH;
    }

    synchronized Instant until() {
        return until;
    }
}
