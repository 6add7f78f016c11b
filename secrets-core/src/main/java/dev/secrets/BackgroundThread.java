package dev.secrets;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread for work that no caller waits for; it exists only while there is some. The work begins a moment later: what is
 * left to do may be less by then, since whoever reads a secret often changes it next, and that commit brings the date of the read along.
 */
final class BackgroundThread implements Executor, AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(1, BackgroundThread::newThread);

    BackgroundThread() {
        executor.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "secrets-background");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable work) {
        executor.schedule(work, DELAY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes nothing new, drops what has not begun, and waits for a while for what is under way: what it works on may be closed next. */
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
