package dev.secrets.rotation;

import dev.secrets.rotation.RotationScheduler.Claimed;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a scheduler: two that talk to the store for all, one that sounds alarms, and one per running rotation. A look for work is taken every poll interval, and when a rotation ends while there was more to do than room for.
 */
final class RotationThreads {
    private static final Logger LOG = LoggerFactory.getLogger(RotationThreads.class);
    private static final int STORE_THREADS = 2;

    /** How long stopped rotations get to give their leases back. */
    private static final long STOPPING_SECONDS = 5;

    private final RotationOptions options;
    private final IntFunction<List<Claimed>> claim;
    private final Runnable purge;
    private final BiPredicate<Claimed, Supervision> run;

    private final ScheduledExecutorService storeThreads;
    private final ScheduledExecutorService alarms;
    private final ExecutorService workers;
    private final Supervision supervision;
    private final Semaphore free;
    private final AtomicBoolean started = new AtomicBoolean();
    /** Guarded by this: once it is set, no look is under way and none begins. */
    private boolean closed;

    private final AtomicBoolean moreIsDue = new AtomicBoolean();

    RotationThreads(
            RotationOptions options,
            IntFunction<List<Claimed>> claim,
            Runnable purge,
            BiPredicate<Claimed, Supervision> run) {
        this.options = options;
        this.claim = claim;
        this.purge = purge;
        this.run = run;
        storeThreads = Executors.newScheduledThreadPool(STORE_THREADS, named("rotation-store"));
        alarms = Executors.newSingleThreadScheduledExecutor(named("rotation-alarm"));
        workers = Executors.newCachedThreadPool(named("rotation-worker"));
        supervision = new ThreadSupervision(storeThreads, alarms, options);
        free = new Semaphore(options.nodeCap());
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    synchronized void start() {
        if (closed || !started.compareAndSet(false, true)) {
            throw new IllegalStateException("A scheduler is started once and not after it was closed");
        }
        long interval = options.pollInterval().toMillis();
        storeThreads.scheduleWithFixedDelay(this::look, 0, interval, TimeUnit.MILLISECONDS);
    }

    private void look() {
        purge.run();
        claimAndRun();
    }

    /** One look at a time: two would share the room that there is. */
    private synchronized void claimAndRun() {
        int room = closed ? 0 : free.availablePermits();
        if (room == 0) {
            return;
        }
        try {
            List<Claimed> claimed = claim.apply(room);
            moreIsDue.set(claimed.size() == room);
            claimed.forEach(this::dispatch);
        } catch (RuntimeException storeAway) {
            LOG.warn("What is due could not be looked up or claimed this time", storeAway);
        }
    }

    private void dispatch(Claimed claimed) {
        free.acquireUninterruptibly();
        workers.execute(() -> work(claimed));
    }

    private void work(Claimed claimed) {
        try {
            if (!run.test(claimed, supervision)) {
                LOG.debug("A claimed rotation was not tried");
            }
        } finally {
            free.release();
            lookAgainIfMoreIsDue();
        }
    }

    private void lookAgainIfMoreIsDue() {
        if (moreIsDue.compareAndSet(true, false)) {
            try {
                storeThreads.execute(this::claimAndRun);
            } catch (RejectedExecutionException closing) {
                LOG.debug("No more work is taken");
            }
        }
    }

    void close(Runnable stopRunning) {
        if (!isFirstToClose()) {
            return;
        }
        waitForRoom(options.closeTimeout().toMillis());
        stopRunning.run();
        waitForRoom(TimeUnit.SECONDS.toMillis(STOPPING_SECONDS));
        workers.shutdown();
        storeThreads.shutdown();
        alarms.shutdownNow();
    }

    private synchronized boolean isFirstToClose() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    /** Waits until nothing runs, or for so long. */
    private void waitForRoom(long millis) {
        try {
            if (free.tryAcquire(options.nodeCap(), millis, TimeUnit.MILLISECONDS)) {
                free.release(options.nodeCap());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
