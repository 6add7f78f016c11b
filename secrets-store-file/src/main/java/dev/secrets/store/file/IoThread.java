package dev.secrets.store.file;

import dev.secrets.store.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * The store's own thread: it keeps house, and does what takes long or must not be seen half-done, a compaction or the change of
 * the root key, while callers wait. It has the turn of {@link GroupCommit} meanwhile.
 */
final class IoThread {
    private final Deque<Runnable> tasks = new ArrayDeque<>(); // this and the flags are guarded by the deque
    private boolean woken;
    private boolean closing;

    private final OpenStore store;
    private final GroupCommit commits;
    private final Housekeeping housekeeping;
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private final Thread thread;

    IoThread(OpenStore store, GroupCommit commits, Housekeeping housekeeping) {
        this.store = store;
        this.commits = commits;
        this.housekeeping = housekeeping;
        this.thread = new Thread(this::serve, "secrets-store " + store.fs().description());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Runs the task on the thread and returns its result. */
    <R> R call(Callable<R> task) throws IOException {
        CompletableFuture<R> result = new CompletableFuture<>();
        synchronized (tasks) {
            if (closing) {
                throw new StoreUnavailableException("The store is closed", false);
            }
            tasks.add(() -> Uninterrupted.complete(result, task));
            tasks.notifyAll();
        }
        return Uninterrupted.join(result);
    }

    /** Has the thread look what there is to do in the house. */
    void wake() {
        synchronized (tasks) {
            woken = true;
            tasks.notifyAll();
        }
    }

    /**
     * Writes what is waiting, erases what was deleted, closes the store and ends the thread. Waits for that, interrupted or not.
     * The files are closed in any case; what went wrong before is thrown afterwards, to the first who closes.
     */
    void close() throws IOException {
        boolean isFirst;
        synchronized (tasks) {
            isFirst = !closing;
            closing = true;
            tasks.notifyAll();
        }
        if (isFirst) {
            Uninterrupted.join(closed);
        } else {
            closed.exceptionally(toldAlready -> true).join();
        }
    }

    private void serve() {
        boolean goesOn = true;
        while (goesOn) {
            try {
                commits.exclusively(housekeeping::run);
                goesOn = await(housekeeping.untilNext());
                List<Runnable> taken = takeTasks();
                if (!taken.isEmpty()) {
                    commits.exclusively(() -> taken.forEach(Runnable::run));
                }
            } catch (Exception | Error failure) {
                store.health().fail("the store's thread met what it did not expect", failure);
            }
        }
        closeStore();
    }

    /** Waits until something is to be done or the time is over; false when the store is being closed. */
    private boolean await(Duration longest) throws InterruptedException {
        synchronized (tasks) {
            if (tasks.isEmpty() && !woken && !closing) {
                tasks.wait(longest.toMillis());
            }
            woken = false;
            return !closing;
        }
    }

    private List<Runnable> takeTasks() {
        synchronized (tasks) {
            List<Runnable> taken = new ArrayList<>(tasks);
            tasks.clear();
            return taken;
        }
    }

    private void closeStore() {
        Uninterrupted.complete(closed, () -> {
            commits.close();
            try (OpenStore closing = store) {
                if (!closing.health().hasFailed()) {
                    try {
                        housekeeping.eraseNow();
                    } finally {
                        housekeeping.giveReserveBack();
                    }
                }
            }
            return true;
        });
    }
}
