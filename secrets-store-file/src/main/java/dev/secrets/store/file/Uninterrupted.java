package dev.secrets.store.file;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Work with files on behalf of a caller who may be interrupted: it is done on another thread, and the caller waits. */
final class Uninterrupted {
    private Uninterrupted() {}

    /** Runs the task on a thread of its own and returns its result. An interrupt of the caller is still set afterwards. */
    static <R> R call(String name, Callable<R> task) throws IOException {
        CompletableFuture<R> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(result, task), name);
        thread.setDaemon(true);
        thread.start();
        return join(result);
    }

    static <R> void complete(CompletableFuture<R> result, Callable<R> task) {
        try {
            result.complete(task.call());
        } catch (Exception | Error failure) {
            result.completeExceptionally(failure);
        }
    }

    /** Waits for the result, interrupted or not, and throws what the task threw. */
    static <R> R join(CompletableFuture<R> result) throws IOException {
        try {
            return result.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (failed.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (failed.getCause() instanceof Error failure) {
                throw failure;
            }
            throw failed;
        }
    }
}
