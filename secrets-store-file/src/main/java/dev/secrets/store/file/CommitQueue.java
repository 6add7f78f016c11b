package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainPosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The changes that wait to be written, in the order in which they came. While a batch is written, those who come chain what waits
 * behind it, so that it is ready when its turn comes. Thread-safe.
 */
final class CommitQueue {
    private final Deque<CommitRequest> waiting = new ArrayDeque<>(); // these three are guarded by the deque
    private final Deque<CommitRequest> refused = new ArrayDeque<>(); // by the draft that is being filled
    private boolean closed;

    private final ReentrantLock drafting = new ReentrantLock(); // taken before the deque
    private volatile Optional<Draft> draft = Optional.empty(); // it and what it holds are changed under the lock

    /** Adds a change; false if the queue is closed. */
    boolean offer(CommitRequest request) {
        synchronized (waiting) {
            if (closed) {
                return false;
            }
            waiting.add(request);
        }
        draftUnlessSomebodyDoes();
        return true;
    }

    private void draftUnlessSomebodyDoes() {
        if (drafting.tryLock()) {
            try {
                draft.ifPresent(this::fill);
            } finally {
                drafting.unlock();
            }
        }
    }

    /** A change is always to be seen in one of the places, so that {@link #first} misses none. */
    private void fill(Draft filled) {
        Optional<CommitRequest> next = peek();
        while (next.isPresent() && !filled.isFull()) {
            removeFirst(filled.add(next.get()));
            next = peek();
        }
        putRefusedBack();
    }

    private Optional<CommitRequest> peek() {
        synchronized (waiting) {
            return Optional.ofNullable(waiting.peek());
        }
    }

    private void removeFirst(boolean added) {
        synchronized (waiting) {
            CommitRequest request = waiting.remove();
            if (!added) {
                refused.add(request);
            }
        }
    }

    private void putRefusedBack() {
        synchronized (waiting) {
            while (!refused.isEmpty()) {
                waiting.addFirst(refused.removeLast());
            }
        }
    }

    /** Takes nothing more in. */
    void close() {
        synchronized (waiting) {
            closed = true;
        }
    }

    /** Returns a change that waits. What is drafted was waiting until then, so looking there last misses nothing. */
    Optional<CommitRequest> first() {
        return firstUndrafted().or(() -> draft.flatMap(Draft::first));
    }

    private Optional<CommitRequest> firstUndrafted() {
        synchronized (waiting) {
            return Optional.ofNullable(refused.isEmpty() ? waiting.peek() : refused.peek());
        }
    }

    boolean isEmpty() {
        drafting.lock();
        try {
            return first().isEmpty();
        } finally {
            drafting.unlock();
        }
    }

    /** Takes what waits. From now on changes are only gathered, until it is known where this batch ends. */
    Draft take(View view) {
        drafting.lock();
        try {
            Draft taken = draft.orElseGet(() -> new Draft(view.generation(), view.position()));
            fill(taken);
            draft = Optional.empty();
            return taken;
        } finally {
            drafting.unlock();
        }
    }

    /** Lets changes be chained behind the place, where the batch that is written now will end. */
    void draftBehind(Generation generation, ChainPosition end) {
        draft = Optional.of(new Draft(generation, end));
    }
}
