package dev.secrets.rotation;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How much of a step's time is left. Used by the thread that runs the steps. */
final class StepClock {
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private long startedAt;

    StepClock(Duration timeout, LongSupplier nanoTime) {
        this.timeout = timeout;
        this.nanoTime = nanoTime;
        startedAt = nanoTime.getAsLong();
    }

    void restart() {
        startedAt = nanoTime.getAsLong();
    }

    Duration timeLeft() {
        Duration left = timeout.minusNanos(nanoTime.getAsLong() - startedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
