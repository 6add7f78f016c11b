package dev.secrets;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread for work that no caller waits for; it exists only while there is some. */
final class BackgroundThread implements Executor, AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            1, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), BackgroundThread::newThread);

    BackgroundThread() {
        executor.allowCoreThreadTimeOut(true);
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "secrets-background");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable work) {
        executor.execute(work);
    }

    /** Takes nothing new, and waits for a while for what is under way: what it works on may be closed next. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            executor.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
