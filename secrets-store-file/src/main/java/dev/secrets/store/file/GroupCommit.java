package dev.secrets.store.file;

import dev.secrets.store.StoreUnavailableException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has changes written on the threads of their callers. Whoever comes while nobody writes takes the turn and writes all that waits,
 * its own change among it; the others sleep until theirs is done, or until it is up to them to write. So a writer that is alone
 * waits for no other thread, and many share a sync: while one batch is synced, the next gathers. Thread-safe.
 *
 * <p>The turn keeps the threads of this process from each other as the directory's lock does the processes. Other work that
 * writes goes first, so that a stream of changes does not keep it waiting.
 */
final class GroupCommit {
    private final ReentrantLock turn = new ReentrantLock();
    private final CommitQueue queue = new CommitQueue();
    private final OpenStore store;
    private final JournalWriter writer;
    private final Runnable afterwards;

    /**
     * Prepares to write.
     *
     * @param reserve what is written ahead
     * @param afterwards is run when something was written, on the thread that wrote, after its turn
     */
    GroupCommit(OpenStore store, Reserve reserve, Runnable afterwards) {
        this.store = store;
        this.afterwards = afterwards;
        this.writer = new JournalWriter(store, queue, reserve);
    }

    /** Work that writes. */
    @FunctionalInterface
    interface Work {
        void run();
    }

    /** Has the change written, and returns when it is known what became of it. An interrupt is still set afterwards. */
    Outcome write(CommitRequest request) {
        if (!queue.offer(request)) {
            throw new StoreUnavailableException("The store is closed", false);
        }
        try {
            sleepUntilDone(request);
        } finally {
            request.leave();
        }
        return request.outcome();
    }

    private void sleepUntilDone(CommitRequest request) {
        boolean interrupted = Thread.interrupted(); // or else there would be no sleep
        while (!request.isDone()) {
            if (!writeIfNobodyDoes(request)) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever has the turn wakes the one that has waited longest when it is over, so nobody sleeps for ever who lost it here. */
    private boolean writeIfNobodyDoes(CommitRequest request) {
        if (turn.hasQueuedThreads() || !turn.tryLock()) {
            return false;
        }
        Draft batch;
        Set<String> changedByOthers;
        try {
            batch = queue.take(store.journal().view());
            changedByOthers = written(batch);
        } finally {
            endTurn();
        }
        CommitRequest.tellAll(batch.requests());
        request.passOn();
        store.follower().tell(changedByOthers);
        afterwards.run();
        return true;
    }

    private void endTurn() {
        turn.unlock();
        queue.first().ifPresent(CommitRequest::wake);
    }

    /** Writes the batch and decides each change in it; returns what others changed. */
    private Set<String> written(Draft batch) {
        try {
            store.health().requireNotFailed();
            return batch.requests().isEmpty() ? Set.of() : StoreFailures.accessing(() -> writer.write(batch));
        } catch (StoreUnavailableException failure) {
            decideRest(batch.requests(), Outcome.Unavailable.of(failure));
        } catch (RuntimeException | Error failure) {
            store.health().fail("a write met what it did not expect", failure);
            decideRest(batch.requests(), new Outcome.Unknown("The change was interrupted half-way", failure));
        }
        return Set.of();
    }

    private static void decideRest(List<CommitRequest> batch, Outcome outcome) {
        batch.forEach(request -> request.decide(outcome));
    }

    /** Does other work that writes, while no change is written. */
    void exclusively(Work work) {
        turn.lock();
        try {
            work.run();
        } finally {
            endTurn();
        }
    }

    /** Takes no more changes, and returns when those that wait were written. */
    void close() {
        queue.close();
        while (!queue.isEmpty()) {
            exclusively(() -> {
                Draft batch = queue.take(store.journal().view());
                written(batch);
                CommitRequest.tellAll(batch.requests());
            });
        }
        exclusively(() -> {}); // the last batch may still be under way
    }
}
