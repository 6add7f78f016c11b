package dev.secrets.engine;

import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** How often a change whose race was lost is computed anew, and how long it waits before: longer each time, at random. */
final class Retries {
    private static final int MAX_ATTEMPTS = 60;
    private static final int FIRST_WITHOUT_WAIT = 3;
    private static final long LONGEST_WAIT_NANOS = 20_000_000;

    private int attempts;

    /** Waits before the next attempt, or gives up. */
    void again(StoreException reason) {
        attempts++;
        if (attempts >= MAX_ATTEMPTS) {
            throw reason;
        }
        if (attempts >= FIRST_WITHOUT_WAIT) {
            long most = Math.min(LONGEST_WAIT_NANOS, 50_000L << Math.min(attempts, 20));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
        }
    }

    /** Returns what a caller is told of a store's failure. */
    static InternalServiceErrorException told(StoreException failure) {
        if (failure instanceof OutcomeUnknownException) {
            return new InternalServiceErrorException(
                    "The store failed while it made the change. Whether it was made is not known: read the secret to find out.",
                    failure);
        }
        if (failure instanceof StoreConflictException) {
            return new InternalServiceErrorException(
                    "Too many changes of this secret at the same time. Nothing was changed; try again.", failure);
        }
        return new InternalServiceErrorException("The store is not available. Nothing was changed.", failure);
    }
}
