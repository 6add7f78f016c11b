package dev.secrets.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told otherwise. Thread-safe. */
public final class SettableClock implements InstantSource {
    private final AtomicReference<Instant> now;

    /** Starts at the instant given. */
    public SettableClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /** Starts at the text given, such as {@code 2026-02-03T10:15:30.123Z}. */
    public static SettableClock at(String start) {
        return new SettableClock(Instant.parse(start));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves on by the duration, or back by a negative one. */
    public void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    /** Moves to the instant. */
    public void set(Instant instant) {
        now.set(instant);
    }
}
