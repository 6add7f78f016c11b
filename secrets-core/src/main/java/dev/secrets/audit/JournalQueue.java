package dev.secrets.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the journal's writer: never more than fits, never lost once it has a place. Thread-safe; unless they say
 * otherwise its fields are guarded by the lock, which is never held while anything is written. What hands events out and takes
 * them away is for the writer's thread alone.
 */
final class JournalQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int capacity;
    private final long lingerNanos;
    private Deque<Waiting> arriving = new ArrayDeque<>();
    private int places;
    private boolean writerWaits;

    /** Changed with the lock held and read without it, as is the reason. */
    private volatile boolean closed;

    private volatile @Nullable Throwable reason;

    /** What the writer has taken; its own, so that it holds nobody up while it looks through it. */
    private Deque<Waiting> taken = new ArrayDeque<>();

    /**
     * An event that waits.
     *
     * @param event what to write
     * @param written is completed when the event is durable, or with the reason why not
     */
    record Waiting(AuditEvent event, CompletableFuture<Void> written) {
        private static final CompletableFuture<Void> UNHEARD = CompletableFuture.completedFuture(null);

        /** Returns an event whose caller waits until it is durable. */
        static Waiting heard(AuditEvent event) {
            return new Waiting(event, new CompletableFuture<>());
        }

        /** Returns an event whose caller goes on when it has a place. */
        static Waiting unheard(AuditEvent event) {
            return new Waiting(event, UNHEARD);
        }
    }

    /**
     * Makes an empty queue.
     *
     * @param capacity how many events fit
     * @param lingerNanos how long the writer, when it has written everything, lets events come together unheard: to wake it costs a
     *     call more than to write a line
     */
    JournalQueue(int capacity, long lingerNanos) {
        this.capacity = capacity;
        this.lingerNanos = lingerNanos;
    }

    /**
     * Gives the event a place.
     *
     * @param patienceNanos how long to wait for one
     * @throws AuditRefusedException if there was none until then, or the queue is closed
     */
    void put(Waiting event, long patienceNanos) {
        lock.lock();
        try {
            if (places >= capacity) {
                awaitPlace(System.nanoTime() + patienceNanos);
            }
            requireOpen();
            if (places >= capacity) {
                throw new AuditRefusedException("The audit journal is behind: " + capacity
                        + " events wait to be written. The disk is slow or full; a larger queue or a longer deadline"
                        + " (JournalOptions) bridges bursts");
            }
            arriving.add(event);
            places++;
            if (writerWaits) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private AuditRefusedException refusal() {
        return reason == null
                ? new AuditRefusedException("The audit journal is closed")
                : new AuditRefusedException("The audit journal failed and must be opened again", reason);
    }

    /** An interrupt does not cut the wait short; its flag is kept. */
    private void awaitPlace(long untilNanos) {
        boolean interrupted = false;
        while (!closed && places >= capacity && System.nanoTime() - untilNanos < 0) {
            try {
                changed.awaitNanos(untilNanos - System.nanoTime());
            } catch (InterruptedException stillWaiting) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns the next events, which keep their places until they are {@link #remove removed}; none if there are none until the
     * patience ends, or when all is done.
     */
    List<Waiting> next(int limit, long patienceNanos) {
        if (taken.isEmpty()) {
            take(patienceNanos);
        }
        return taken.stream().limit(limit).toList();
    }

    private void take(long patienceNanos) {
        lock.lock();
        try {
            if (arriving.isEmpty()) {
                awaitChange(lingerNanos);
            }
            writerWaits = true;
            awaitEvents(patienceNanos);
            writerWaits = false;
            Deque<Waiting> empty = taken;
            taken = arriving;
            arriving = empty;
        } finally {
            lock.unlock();
        }
    }

    private void awaitEvents(long nanos) {
        long left = nanos;
        while (arriving.isEmpty() && !closed && left > 0) {
            left = awaitChange(left);
        }
    }

    /** Takes as many events off the front, and their places are free. */
    void remove(int count) {
        for (int i = 0; i < count; i++) {
            taken.remove();
        }
        lock.lock();
        try {
            places -= count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits a while, or until the queue is closed. */
    void pause(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!closed && left > 0) {
                left = awaitChange(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private long awaitChange(long nanos) {
        try {
            return changed.awaitNanos(nanos);
        } catch (InterruptedException ignored) {
            // Nobody has the writer's thread to interrupt it, and a flag that stayed set would close its files.
            return nanos;
        }
    }

    /** @throws AuditRefusedException if the queue is closed */
    void requireOpen() {
        if (closed) {
            throw refusal();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns whether nothing waits, and nothing comes any more. */
    boolean isDone() {
        lock.lock();
        try {
            return closed && places == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no event any more; those that wait stay. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the queue for a reason and returns what waits. */
    List<Waiting> giveUp(Throwable why) {
        lock.lock();
        try {
            reason = why;
            closed = true;
            List<Waiting> rest = new ArrayList<>(taken);
            rest.addAll(arriving);
            taken.clear();
            arriving.clear();
            places = 0;
            changed.signalAll();
            return rest;
        } finally {
            lock.unlock();
        }
    }
}
