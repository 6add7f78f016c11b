package dev.secrets.store.file;

import dev.secrets.store.file.index.SecretIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Takes changes into an index on a thread of its own while the next ones are read and verified: each of the two takes about half of
 * the time in which a large store opens. What is not worth a thread is taken in at the end. For one thread at a time; the index is
 * complete, and that thread's again, after {@link #finish}.
 */
final class IndexBuilder implements Consumer<IndexedChange>, AutoCloseable {
    private static final int PART = 1024;

    private final SecretIndex index;
    private final ExecutorService builder = Executors.newSingleThreadExecutor(IndexBuilder::thread);
    private List<IndexedChange> gathered = new ArrayList<>(PART);
    private CompletableFuture<?> building = CompletableFuture.completedFuture(true);

    IndexBuilder(SecretIndex index) {
        this.index = index;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "secrets-store indexing");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void accept(IndexedChange change) {
        gathered.add(change);
        if (gathered.size() == PART) {
            handOver();
        }
    }

    /** At most one part waits, so that memory is bounded. */
    private void handOver() {
        List<IndexedChange> part = gathered;
        gathered = new ArrayList<>(PART);
        building.join();
        building = CompletableFuture.runAsync(() -> takeIn(part), builder);
    }

    private void takeIn(List<IndexedChange> part) {
        part.forEach(change -> change.applyTo(index));
    }

    /** Returns when all is in the index. */
    void finish() {
        building.join();
        takeIn(gathered);
        gathered = new ArrayList<>();
    }

    @Override
    public void close() {
        builder.shutdown();
    }
}
