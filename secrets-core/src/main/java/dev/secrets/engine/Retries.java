package dev.secrets.engine;

import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** How often a change whose race was lost is computed anew, and how long it waits before: longer each time, at random. */
final class Retries {
    private static final int MAX_ATTEMPTS = 60;
    private static final int FIRST_WITHOUT_WAIT = 3;
    private static final long LONGEST_WAIT_NANOS = 20_000_000;

    private int attempts;

    /** Carries out a change again from the start whenever another writer was faster or its outcome is not known. */
    static <R> R untilDurable(Supplier<R> attempt) {
        Retries retries = new Retries();
        while (true) {
            try {
                return attempt.get();
            } catch (StoreConflictException | OutcomeUnknownException lost) {
                retries.again(lost);
            }
        }
    }

    /** Waits before the next attempt, or gives up. */
    private void again(StoreException reason) {
        attempts++;
        if (attempts >= MAX_ATTEMPTS) {
            throw reason;
        }
        if (attempts >= FIRST_WITHOUT_WAIT) {
            long most = Math.min(LONGEST_WAIT_NANOS, 50_000L << Math.min(attempts, 20));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
        }
    }
}
