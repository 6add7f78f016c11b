package dev.secrets.store.file;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the I/O thread: changes, which are written together, and tasks, which are run one by one. Thread-safe. */
final class RequestQueue {
    /** A batch is not made longer than this if it holds a change already. */
    private static final int LONGEST_BATCH = 8 << 20;

    /**
     * How often the I/O thread looks again before it goes to sleep: some 20 microseconds, in which a caller that was just answered
     * comes back with its next change. Waking a thread takes as long.
     */
    private static final int SPINS = 500;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<CommitRequest> commits = new ArrayDeque<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private volatile int waiting;
    private boolean closed;

    /** Adds a change; false if the queue is closed. */
    boolean offer(CommitRequest request) {
        return offer(commits, request);
    }

    /** Adds a task; false if the queue is closed. */
    boolean offer(Runnable task) {
        return offer(tasks, task);
    }

    private <T> boolean offer(Deque<T> queue, T request) {
        lock.lock();
        try {
            if (!closed) {
                queue.add(request);
                changed();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more in. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed();
        } finally {
            lock.unlock();
        }
    }

    private void changed() {
        waiting = commits.size() + tasks.size() + (closed ? 1 : 0);
        arrived.signal();
    }

    /** Waits until something is there, the queue is closed, or the time is over. */
    void await(Duration longest) throws InterruptedException {
        for (int i = 0; i < SPINS && waiting == 0; i++) {
            Thread.onSpinWait();
        }
        lock.lock();
        try {
            if (waiting == 0) {
                arrived.await(longest.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the queue is closed and nothing is left in it. */
    boolean isDone() {
        lock.lock();
        try {
            return closed && commits.isEmpty() && tasks.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    List<Runnable> takeTasks() {
        lock.lock();
        try {
            List<Runnable> taken = new ArrayList<>(tasks);
            tasks.clear();
            changed();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Takes changes of different names. A second change of a name is judged against the first: it waits for the next batch. */
    List<CommitRequest> takeBatch() {
        lock.lock();
        try {
            List<CommitRequest> batch = new ArrayList<>(commits.size());
            Set<ByteBuffer> names = new HashSet<>();
            long length = 0;
            for (Iterator<CommitRequest> next = commits.iterator(); next.hasNext() && length < LONGEST_BATCH; ) {
                CommitRequest request = next.next();
                if (names.add(ByteBuffer.wrap(request.name()))) {
                    batch.add(request);
                    length += request.body().length;
                    next.remove();
                }
            }
            changed();
            return batch;
        } finally {
            lock.unlock();
        }
    }
}
