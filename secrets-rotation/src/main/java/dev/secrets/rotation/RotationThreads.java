package dev.secrets.rotation;

import dev.secrets.rotation.RotationScheduler.Candidate;
import dev.secrets.rotation.RotationScheduler.Taker;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a scheduler: one that looks for work, two that talk to the store for all, one that sounds alarms, and one per
 * rotation, which claims it first.
 *
 * <p>A look is taken every poll interval, and when a rotation ends that others had to wait for. It goes through all that is due, and
 * waits for room on this node whenever there is none, so that a backlog is looked up once.
 */
final class RotationThreads {
    private static final Logger LOG = LoggerFactory.getLogger(RotationThreads.class);
    private static final int STORE_THREADS = 2;

    /** What is past its recovery window is absent to everybody already, so that nobody waits for this. */
    private static final long PURGE_SECONDS = 60;

    /** How soon a look that waits for room notices that the scheduler is closed. */
    private static final long CLOSING_MILLIS = 50;

    /** How long stopped rotations get to give their leases back. */
    private static final long STOPPING_SECONDS = 5;

    private final RotationOptions options;
    private final Consumer<Taker> look;
    private final Runnable purge;
    private final BiConsumer<Candidate, Supervision> run;

    private final ScheduledThreadPoolExecutor looks;
    private final ScheduledThreadPoolExecutor storeThreads;
    private final ScheduledThreadPoolExecutor alarms;
    private final ExecutorService workers;
    private final Supervision supervision;
    private final Semaphore free;
    private final AtomicBoolean started = new AtomicBoolean();

    /** Something is due that has to wait until a rotation ends. */
    private final AtomicBoolean moreIsDue = new AtomicBoolean();

    private final AtomicBoolean lookIsWanted = new AtomicBoolean();
    private volatile boolean closed;

    RotationThreads(
            RotationOptions options,
            Consumer<Taker> look,
            Runnable purge,
            BiConsumer<Candidate, Supervision> run,
            Function<String, ThreadFactory> factories) {
        this.options = options;
        this.look = look;
        this.purge = purge;
        this.run = run;
        looks = scheduled(1, factories.apply("rotation-look"));
        storeThreads = scheduled(STORE_THREADS, factories.apply("rotation-store"));
        alarms = scheduled(1, factories.apply("rotation-alarm"));
        workers = Executors.newCachedThreadPool(factories.apply("rotation-worker"));
        supervision = new ThreadSupervision(storeThreads, alarms, options);
        free = new Semaphore(options.nodeCap());
    }

    /** What is over long before its alarm is not kept until then. */
    private static ScheduledThreadPoolExecutor scheduled(int threads, ThreadFactory factory) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(threads, factory);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    static ThreadFactory daemons(String name) {
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
        makeThreads();
        long interval = Math.max(1, options.pollInterval().toMillis());
        looks.scheduleWithFixedDelay(this::lookAndRun, 0, interval, TimeUnit.MILLISECONDS);
        storeThreads.scheduleWithFixedDelay(purge, 0, PURGE_SECONDS, TimeUnit.SECONDS);
    }

    /** No rotation under way shall depend on whether a thread can be made to renew its lease. */
    private void makeThreads() {
        looks.prestartAllCoreThreads();
        storeThreads.prestartAllCoreThreads();
        alarms.prestartAllCoreThreads();
    }

    private void lookAndRun() {
        lookIsWanted.set(false);
        moreIsDue.set(false);
        if (closed || !free.tryAcquire()) {
            moreIsDue.set(true);
            return;
        }
        Room room = new Room();
        try {
            look.accept(room);
        } catch (RuntimeException | Error endsNoOtherLook) {
            LOG.warn("Not all that is due could be taken up this time", endsNoOtherLook);
        } finally {
            room.close();
        }
    }

    /** Room for one rotation, which is taken, and then for the next. */
    private final class Room implements Taker {
        private boolean held = true;

        @Override
        public boolean take(Candidate candidate) {
            dispatch(candidate);
            held = false; // it is the worker's
            held = awaitRoom();
            return held;
        }

        @Override
        public void passOver() {
            moreIsDue.set(true);
        }

        void close() {
            if (held) {
                free.release();
            }
        }
    }

    private boolean awaitRoom() {
        try {
            while (!closed) {
                if (free.tryAcquire(CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** A candidate for which there is no thread, or none any more, waits for a later look. */
    private void dispatch(Candidate candidate) {
        try {
            workers.execute(() -> work(candidate));
        } catch (RuntimeException | Error noThread) {
            candidate.giveBack();
            throw noThread;
        }
    }

    private void work(Candidate candidate) {
        try {
            run.accept(candidate, supervision);
        } catch (RuntimeException storeAway) {
            LOG.warn("{} could not be claimed or given back", candidate.secretName(), storeAway);
        } finally {
            free.release();
            lookAgainIfMoreIsDue();
        }
    }

    private void lookAgainIfMoreIsDue() {
        if (moreIsDue.get() && lookIsWanted.compareAndSet(false, true)) {
            try {
                looks.execute(this::lookAndRun);
            } catch (RejectedExecutionException closing) {
                LOG.debug("No more work is taken");
            }
        }
    }

    void close(Runnable stopRunning) {
        if (!isFirstToClose()) {
            return;
        }
        looks.shutdown();
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
