package dev.secrets.audit;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits that an interrupt of the caller does not cut short: they have a deadline anyway, and what was waited for could otherwise
 * be in the trail or not. The interrupt flag is kept.
 */
final class Uninterrupted {
    private Uninterrupted() {}

    /** Waits for the result until the moment, which is one of {@link System#nanoTime}. */
    static void get(Future<?> result, long untilNanos) throws ExecutionException, TimeoutException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    result.get(Math.max(0, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException stillWaiting) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until the thread has ended, no longer than the duration. */
    static void join(Thread thread, Duration patience) {
        long nanos = TimeUnit.NANOSECONDS.convert(patience);
        long until = System.nanoTime() + nanos;
        boolean interrupted = false;
        for (long left = nanos; thread.isAlive() && left > 0; left = until - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException stillWaiting) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
