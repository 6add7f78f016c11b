package dev.secrets.store.file;

import dev.secrets.store.StoreUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * The only thread that writes. It belongs to the store, and nobody interrupts it: an interrupt would close the file under its
 * hands and hide whether a sync succeeded. Callers hand it their changes and wait; while it syncs, the next batch gathers.
 */
final class IoThread {
    private final RequestQueue queue = new RequestQueue();
    private final OpenStore store;
    private final JournalWriter writer;
    private final Housekeeping housekeeping;
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private final Thread thread;

    IoThread(OpenStore store, JournalWriter writer, Housekeeping housekeeping) {
        this.store = store;
        this.writer = writer;
        this.housekeeping = housekeeping;
        this.thread = new Thread(this::serve, "secrets-store " + store.fs().description());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Has the change written, and returns when it is known what became of it. */
    Outcome write(CommitRequest request) {
        if (!queue.offer(request)) {
            throw refused();
        }
        return request.await();
    }

    /** Runs the task on the I/O thread and returns its result. */
    <R> R call(Callable<R> task) throws IOException {
        CompletableFuture<R> result = new CompletableFuture<>();
        if (!queue.offer(() -> Uninterrupted.complete(result, task))) {
            throw refused();
        }
        return Uninterrupted.join(result);
    }

    private static StoreUnavailableException refused() {
        return new StoreUnavailableException("The store is closed", false);
    }

    /**
     * Writes what is waiting, erases what was deleted, closes the store and ends the thread. Waits for that, interrupted or not.
     * The files are closed in any case; what went wrong before is thrown afterwards.
     */
    void close() throws IOException {
        queue.close();
        Uninterrupted.join(closed);
    }

    private void closeStore() {
        Uninterrupted.complete(closed, () -> {
            try (OpenStore closing = store) {
                if (!closing.health().hasFailed()) {
                    housekeeping.eraseNow();
                }
            }
            return true;
        });
    }

    private void serve() {
        while (!queue.isDone()) {
            try {
                housekeeping.run();
                queue.await(housekeeping.untilNext());
                queue.takeTasks().forEach(Runnable::run);
                writeBatch();
            } catch (Exception | Error failure) {
                store.health().fail("the I/O thread met what it did not expect", failure);
            }
        }
        closeStore();
    }

    private void writeBatch() {
        List<CommitRequest> batch = queue.takeBatch();
        if (batch.isEmpty()) {
            return;
        }
        Outcome outcome = outcomeOf(batch);
        batch.forEach(request -> request.complete(outcome));
    }

    /** Writes the batch; what it returns is for those changes that were not completed. */
    private Outcome outcomeOf(List<CommitRequest> batch) {
        try {
            store.health().requireNotFailed();
            return StoreFailures.accessing(() -> {
                writer.write(batch);
                return Outcome.DURABLE;
            });
        } catch (StoreUnavailableException failure) {
            return new Outcome.Unavailable(String.valueOf(failure.getMessage()), failure.retryable(), failure);
        } catch (RuntimeException | Error failure) {
            store.health().fail("the I/O thread met what it did not expect", failure);
            return new Outcome.Unknown("The change was interrupted half-way", failure);
        }
    }
}
