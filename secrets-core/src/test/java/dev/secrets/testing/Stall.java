package dev.secrets.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A call of a {@link FaultySecretStore} that stands still until it is released. Thread-safe. Nothing waits for ever: after half
 * a minute the waiting thread fails with an {@link AssertionError}.
 */
public final class Stall implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Stall() {}

    /** Waits until a call stands at this place. */
    public void awaitReached() {
        await(reached, "No call came to where it was to stall");
    }

    /** Lets the call go on, or pass without a stop if it has not come yet. */
    public void release() {
        released.countDown();
    }

    /** Does what {@link #release} does, so that a failed test leaves no thread behind. */
    @Override
    public void close() {
        release();
    }

    void pass() {
        reached.countDown();
        await(released, "A stalled call was never released");
    }

    private static void await(CountDownLatch latch, String complaint) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(complaint);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting", interrupted);
        }
    }
}
