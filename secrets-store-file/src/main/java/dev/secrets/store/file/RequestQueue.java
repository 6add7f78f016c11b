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

/** What waits for the I/O thread: changes, which are written together, and tasks, which are run one by one. Thread-safe. */
final class RequestQueue {
    /** A batch is not made longer than this if it holds a change already. */
    private static final int LONGEST_BATCH = 8 << 20;

    /**
     * How often the I/O thread looks again before it goes to sleep: some 20 microseconds, in which a caller that was just answered
     * comes back with its next change. Waking a thread takes as long.
     */
    private static final int SPINS = 500;

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

    private synchronized <T> boolean offer(Deque<T> queue, T request) {
        if (!closed) {
            queue.add(request);
            changed();
        }
        return !closed;
    }

    /** Takes nothing more in. */
    synchronized void close() {
        closed = true;
        changed();
    }

    private void changed() {
        waiting = commits.size() + tasks.size() + (closed ? 1 : 0);
        notify();
    }

    /** Waits until something is there, the queue is closed, or the time is over. */
    void await(Duration longest) throws InterruptedException {
        for (int i = 0; i < SPINS && waiting == 0; i++) {
            Thread.onSpinWait();
        }
        synchronized (this) {
            if (waiting == 0) {
                wait(longest.toMillis());
            }
        }
    }

    /** Returns whether the queue is closed and nothing is left in it. */
    synchronized boolean isDone() {
        return closed && commits.isEmpty() && tasks.isEmpty();
    }

    synchronized List<Runnable> takeTasks() {
        List<Runnable> taken = new ArrayList<>(tasks);
        tasks.clear();
        changed();
        return taken;
    }

    /** Takes changes of different names. A second change of a name is judged against the first: it waits for the next batch. */
    synchronized List<CommitRequest> takeBatch() {
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
    }
}
