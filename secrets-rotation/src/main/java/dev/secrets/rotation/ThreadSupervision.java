package dev.secrets.rotation;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Supervision by two executors: one talks to the store, which may be slow; the other never waits for anything, so that a store that
 * hangs does not keep a node from noticing that its leases are over.
 */
final class ThreadSupervision implements Supervision {
    /** A lease is renewed at a third of its length and given up at two thirds; this often the second is looked at. */
    private static final int LOOKS_PER_LEASE = 12;

    private static final int RENEWALS_PER_LEASE = 3;

    private final ScheduledExecutorService storeThreads;
    private final ScheduledExecutorService alarms;
    private final RotationOptions options;

    ThreadSupervision(ScheduledExecutorService storeThreads, ScheduledExecutorService alarms, RotationOptions options) {
        this.storeThreads = storeThreads;
        this.alarms = alarms;
        this.options = options;
    }

    @Override
    public Watch rotation(RotationRun run) {
        ScheduledFuture<?> renewals =
                every(options.lease().dividedBy(RENEWALS_PER_LEASE), storeThreads, run::renewOrStop);
        ScheduledFuture<?> looks = every(options.lease().dividedBy(LOOKS_PER_LEASE), alarms, run::stopIfUnsafe);
        return () -> {
            renewals.cancel(false);
            looks.cancel(false);
        };
    }

    private static ScheduledFuture<?> every(Duration period, ScheduledExecutorService threads, Runnable work) {
        return threads.scheduleWithFixedDelay(work, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Watch step(RotationRun run, RotationStep step) {
        ScheduledFuture<?> alarm = alarms.schedule(
                () -> run.timeOut(step, storeThreads), options.stepTimeout().toNanos(), TimeUnit.NANOSECONDS);
        return () -> alarm.cancel(false);
    }
}
