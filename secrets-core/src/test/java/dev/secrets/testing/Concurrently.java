package dev.secrets.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/** Runs the same work on several threads that start together. */
public final class Concurrently {
    /** Long enough for the slowest backend; a deadlock fails the test and does not hang the build. */
    private static final long PATIENCE_SECONDS = 120;

    private Concurrently() {}

    /** Runs the work once per thread, given the thread's number from 0, and throws what any of them threw. */
    public static void run(int threads, IntConsumer work) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> results = new ArrayList<>();
            for (int number = 0; number < threads; number++) {
                int own = number;
                results.add(executor.submit(() -> {
                    start.await();
                    work.accept(own);
                    return null;
                }));
            }
            start.countDown();
            results.forEach(Concurrently::join);
        } finally {
            executor.shutdownNow();
        }
    }

    private static void join(Future<?> result) {
        try {
            result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new AssertionError("A thread failed: " + failure.getCause(), failure.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("A thread is still running after " + PATIENCE_SECONDS + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting", interrupted);
        }
    }
}
