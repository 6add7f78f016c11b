package dev.secrets.store.file;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The changes that wait to be written, in the order in which they came. Thread-safe. */
final class CommitQueue {
    /** A batch is not made longer than this if it holds a change already. */
    private static final int LONGEST_BATCH = 8 << 20;

    private final Deque<CommitRequest> waiting = new ArrayDeque<>();
    private boolean closed;

    /** Adds a change; false if the queue is closed. */
    synchronized boolean offer(CommitRequest request) {
        if (!closed) {
            waiting.add(request);
        }
        return !closed;
    }

    /** Takes nothing more in. */
    synchronized void close() {
        closed = true;
    }

    /** Returns the change that has waited longest. */
    synchronized Optional<CommitRequest> first() {
        return Optional.ofNullable(waiting.peek());
    }

    /** Takes changes of different names. A second change of a name is judged against the first: it waits for the next batch. */
    synchronized List<CommitRequest> takeBatch() {
        List<CommitRequest> batch = new ArrayList<>(waiting.size());
        Set<ByteBuffer> names = new HashSet<>();
        long length = 0;
        for (Iterator<CommitRequest> next = waiting.iterator(); next.hasNext() && length < LONGEST_BATCH; ) {
            CommitRequest request = next.next();
            if (names.add(ByteBuffer.wrap(request.name()))) {
                batch.add(request);
                length += request.body().length;
                next.remove();
            }
        }
        return batch;
    }
}
