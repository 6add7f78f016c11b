package dev.secrets;

import java.time.Duration;
import java.time.Instant;

/** A pause that doubles with each failure and ends with a success. Failures that many threads note at once are one. Thread-safe. */
final class Backoff {
    private final Duration shortest;
    private final Duration longest;

    /** Guarded by this, like the next. */
    private Duration pause;

    private Instant until = Instant.MIN;

    Backoff(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
        pause = shortest;
    }

    synchronized boolean isOver(Instant now) {
        return !now.isBefore(until);
    }

    synchronized void failed(Instant now) {
        if (!isOver(now)) {
            return;
        }
        until = now.plus(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    synchronized void succeeded() {
        until = Instant.MIN;
        pause = shortest;
    }
}
