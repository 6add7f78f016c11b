package dev.secrets.audit;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink and the threads that serve it. The caller's thread never runs a sink, so that it can leave one that hangs; what a sink
 * that hangs holds on to is bounded: its threads, and the events that wait for one. As soon as as many events are overdue as
 * there are threads, the sink counts as hung and refuses at once, until it takes them after all. Thread-safe.
 */
final class SinkThreads implements AutoCloseable {
    /** Enough for a journal to write many events with one sync. */
    static final int THREADS = 8;

    /** More than wait at any moment unless the sink hangs. */
    static final int WAITING = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(FanOutAuditListener.class);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final AuditSink sink;
    private final ThreadPoolExecutor threads;
    private final AtomicInteger overdue = new AtomicInteger();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicBoolean failing = new AtomicBoolean();

    SinkThreads(AuditSink sink) {
        this.sink = sink;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(WAITING),
                this::newThread);
        threads.allowCoreThreadTimeOut(true);
    }

    private Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "audit-" + sink.name());
        thread.setDaemon(true);
        return thread;
    }

    AuditSink sink() {
        return sink;
    }

    long missed() {
        return missed.get();
    }

    /** Hands the event over; does not wait. */
    Delivery hand(AuditEvent event) {
        Delivery delivery = new Delivery();
        try {
            if (overdue.get() >= THREADS) {
                throw new RejectedExecutionException("It hangs: " + THREADS + " events are overdue");
            }
            threads.execute(() -> delivery.make(event));
        } catch (RejectedExecutionException | Error noThread) {
            delivery.taken.completeExceptionally(noThread);
        }
        return delivery;
    }

    /** One event on its way to the sink. */
    final class Delivery {
        private final CompletableFuture<Void> taken = new CompletableFuture<>();
        private final long deadline = System.nanoTime() + sink.deadline().toNanos();

        private void make(AuditEvent event) {
            try {
                sink.listener().audit(event);
                taken.complete(null);
            } catch (Throwable refusal) { // an Error of the sink is a failure of the sink
                taken.completeExceptionally(refusal);
            }
        }

        /** Waits until the deadline; returns why the sink did not take the event, if it did not. */
        Optional<Throwable> await() {
            try {
                Uninterrupted.get(taken, deadline);
                recovered();
                return Optional.empty();
            } catch (ExecutionException refused) {
                return Optional.of(missed(Objects.requireNonNullElse(refused.getCause(), refused)));
            } catch (TimeoutException late) {
                overdue.incrementAndGet();
                taken.whenComplete((nothing, refusal) -> overdue.decrementAndGet());
                return Optional.of(missed(late));
            }
        }
    }

    private Throwable missed(Throwable reason) {
        missed.incrementAndGet();
        if (failing.compareAndSet(false, true)) {
            LOG.warn("The audit sink {} does not take events", sink.name(), reason);
        }
        return reason;
    }

    private void recovered() {
        if (failing.get() && failing.compareAndSet(true, false)) {
            LOG.info("The audit sink {} takes events again; it has missed {}", sink.name(), missed);
        }
    }

    /** Lets what is under way finish and takes nothing new. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
