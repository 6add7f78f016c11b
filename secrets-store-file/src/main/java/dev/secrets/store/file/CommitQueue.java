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
    private final Deque<CommitRequest> waiting = new ArrayDeque<>(); // this and the flag are guarded by the deque
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

    private void fill(Draft filled) {
        Deque<CommitRequest> refused = new ArrayDeque<>();
        Optional<CommitRequest> next = poll(filled);
        while (next.isPresent()) {
            if (!filled.add(next.get())) {
                refused.push(next.get());
            }
            next = poll(filled);
        }
        if (!refused.isEmpty()) {
            synchronized (waiting) {
                refused.forEach(waiting::addFirst);
            }
        }
    }

    private Optional<CommitRequest> poll(Draft filled) {
        synchronized (waiting) {
            return filled.isFull() ? Optional.empty() : Optional.ofNullable(waiting.poll());
        }
    }

    /** Takes nothing more in. */
    void close() {
        synchronized (waiting) {
            closed = true;
        }
    }

    /** Returns a change that waits; nothing also while another thread is about to draft the only one. */
    Optional<CommitRequest> first() {
        Optional<CommitRequest> drafted = draft.flatMap(Draft::first);
        if (drafted.isPresent()) {
            return drafted;
        }
        synchronized (waiting) {
            return Optional.ofNullable(waiting.peek());
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
