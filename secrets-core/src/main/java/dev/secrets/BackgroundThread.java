package dev.secrets;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread for work that no caller waits for; it exists only while there is some. */
final class BackgroundThread implements Executor, AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(5);

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

    /** Lets what is under way finish and takes nothing new. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
