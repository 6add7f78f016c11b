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
 * What waits for the journal's writer: never more than fits, never lost once it has a place. Thread-safe; its fields are guarded
 * by the lock, which is never held while anything is written.
 */
final class JournalQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final int capacity;
    private final long lingerNanos;
    private boolean writerWaits;
    private boolean closed;
    private @Nullable Throwable reason;

    /**
     * An event that waits.
     *
     * @param event what to write
     * @param written is completed when the event is durable, or with the reason why not
     */
    record Waiting(AuditEvent event, CompletableFuture<Void> written) {}

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
     * @param untilNanos how long to wait for one; a moment of {@link System#nanoTime}
     * @return is completed when the event is durable, or with the reason why not
     * @throws AuditRefusedException if there was none until then, or the queue is closed
     */
    CompletableFuture<Void> put(AuditEvent event, long untilNanos) {
        lock.lock();
        try {
            awaitPlace(untilNanos);
            if (closed) {
                throw refusal();
            }
            if (waiting.size() >= capacity) {
                throw new AuditRefusedException(
                        "The audit journal is behind: " + capacity + " events wait to be written");
            }
            CompletableFuture<Void> written = new CompletableFuture<>();
            waiting.add(new Waiting(event, written));
            if (writerWaits) {
                changed.signalAll();
            }
            return written;
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
        while (!closed && waiting.size() >= capacity && System.nanoTime() - untilNanos < 0) {
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
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                awaitChange(lingerNanos);
            }
            writerWaits = true;
            awaitEvents(patienceNanos);
            writerWaits = false;
            return waiting.stream().limit(limit).toList();
        } finally {
            lock.unlock();
        }
    }

    private void awaitEvents(long nanos) {
        long left = nanos;
        while (waiting.isEmpty() && !closed && left > 0) {
            left = awaitChange(left);
        }
    }

    /** Takes as many events off the front. */
    void remove(int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                waiting.remove();
            }
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
        if (isClosed()) {
            throw refusal();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
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
            closed = true;
            reason = why;
            List<Waiting> rest = new ArrayList<>(waiting);
            waiting.clear();
            changed.signalAll();
            return rest;
        } finally {
            lock.unlock();
        }
    }
}
