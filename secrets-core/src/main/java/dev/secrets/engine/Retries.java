package dev.secrets.engine;

import dev.secrets.store.StoreConflictException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * How often a change whose race was lost is computed anew, and how long it waits before: longer each time, at random. One of which it
 * is not known whether it was made is not: made a second time, it could undo what others did after the first.
 */
final class Retries {
    private static final int MAX_ATTEMPTS = 60;
    private static final int ATTEMPTS_WITHOUT_WAIT = 3;
    private static final long MAX_WAIT_NANOS = 20_000_000;

    private int attempts;
    private boolean interrupted;

    /** Carries out a change again from the start whenever another writer was faster. */
    static <R> R untilDurable(Supplier<R> attempt) {
        return untilDurable(Optional::empty, attempt);
    }

    /**
     * Carries out a change again from the start whenever another writer was faster.
     *
     * @param shortcut is tried once before; empty if it can't be taken
     */
    static <R> R untilDurable(Supplier<Optional<R>> shortcut, Supplier<R> attempt) {
        Retries retries = new Retries();
        try {
            Optional<R> done = retries.tried(shortcut);
            while (done.isEmpty()) {
                done = retries.tried(() -> Optional.of(attempt.get()));
            }
            return done.get();
        } finally {
            if (retries.interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns nothing if there is to be another attempt. */
    private <R> Optional<R> tried(Supplier<Optional<R>> attempt) {
        try {
            return attempt.get();
        } catch (StoreConflictException lost) {
            again(lost);
            return Optional.empty();
        }
    }

    /** Waits before the next attempt, or gives up. */
    private void again(StoreConflictException reason) {
        attempts++;
        if (attempts >= MAX_ATTEMPTS) {
            throw reason;
        }
        if (attempts >= ATTEMPTS_WITHOUT_WAIT) {
            pause(Math.min(MAX_WAIT_NANOS, 50_000L << Math.min(attempts, 20)));
        }
    }

    /** An interrupt does not cut the waits short, which would be no waits any more; its flag is set again at the end. */
    private void pause(long mostNanos) {
        interrupted |= Thread.interrupted();
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(mostNanos));
    }
}
