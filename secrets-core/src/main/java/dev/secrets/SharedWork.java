package dev.secrets;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Work that many may ask for at once and one does: the others wait for that one's result, or failure. Thread-safe. */
final class SharedWork<R> {
    private final Supplier<R> work;
    private final AtomicReference<Optional<CompletableFuture<R>>> underWay = new AtomicReference<>(Optional.empty());

    SharedWork(Supplier<R> work) {
        this.work = work;
    }

    boolean isUnderWay() {
        return underWay.get().isPresent();
    }

    /** Returns the result of work that ended after this was called; it may have begun before. */
    R result() {
        CompletableFuture<R> own = new CompletableFuture<>();
        Optional<CompletableFuture<R>> others =
                underWay.getAndUpdate(running -> running.isPresent() ? running : Optional.of(own));
        return others.isPresent() ? wait(others.get()) : perform(own);
    }

    private R perform(CompletableFuture<R> own) {
        try {
            own.complete(work.get());
        } catch (RuntimeException | Error failure) {
            own.completeExceptionally(failure);
        } finally {
            underWay.set(Optional.empty());
        }
        return wait(own);
    }

    private static <R> R wait(CompletableFuture<R> future) {
        try {
            return future.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException own) {
                throw own;
            }
            throw failure;
        }
    }
}
