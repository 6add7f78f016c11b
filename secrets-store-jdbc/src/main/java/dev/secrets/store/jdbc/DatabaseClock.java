package dev.secrets.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * The database's clock, carried on for a moment by this node's monotonic one, so that who asks often does not make a round trip each
 * time. A reading counts from the moment it arrives: what this says is never ahead of the database, so that no lease of another node
 * looks shorter than it is. Thread-safe.
 */
final class DatabaseClock {
    /** Short beside any lease; clocks drift apart by less than a microsecond in it. */
    private static final long FRESH_NANOS = Duration.ofMillis(100).toNanos();

    private final Supplier<Instant> database;
    private volatile Reading last;

    private record Reading(Instant time, long atNanos) {}

    DatabaseClock(Supplier<Instant> database) {
        this.database = database;
        this.last = new Reading(Instant.EPOCH, System.nanoTime() - FRESH_NANOS);
    }

    Instant now() {
        Reading known = last;
        long age = System.nanoTime() - known.atNanos();
        return age < FRESH_NANOS ? known.time().plusMillis(Duration.ofNanos(age).toMillis()) : read();
    }

    private Instant read() {
        Instant time = database.get();
        last = new Reading(time, System.nanoTime());
        return time;
    }
}
