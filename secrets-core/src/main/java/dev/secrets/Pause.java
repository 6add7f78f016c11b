package dev.secrets;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for a time to pass that others count on. */
final class Pause {
    private Pause() {}

    /** Returns when the time has passed and not before; a thread that is interrupted meanwhile is so afterwards. */
    static void of(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        boolean interrupted = false;
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.sleep(left);
            } catch (InterruptedException afterwards) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
