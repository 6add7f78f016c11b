package dev.secrets.replication;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that work for one region, so that a slow region keeps no other waiting. They exist only while there is work. A name
 * that finds no place in the queue is found again by the next look for what is due.
 */
final class RegionWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegionWorkers.class);
    private static final int THREADS = 4;
    private static final int MAX_QUEUED = 10_000;
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final RegionReplicator replicator;
    private final Set<String> queued = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads;
    private volatile boolean closing;

    RegionWorkers(String region, RegionReplicator replicator) {
        this.replicator = replicator;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "secrets-replication-" + region);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Takes the name for one of the threads, unless it waits for one already. */
    void offer(String secretName) {
        if (queued.size() < MAX_QUEUED && queued.add(secretName)) {
            try {
                threads.execute(() -> serve(secretName));
            } catch (RejectedExecutionException closed) {
                queued.remove(secretName);
            }
        }
    }

    private void serve(String secretName) {
        // First of all: what changes from now on is offered again.
        queued.remove(secretName);
        if (closing) {
            return;
        }
        try {
            replicator.serve(secretName);
        } catch (RuntimeException failed) {
            LOG.warn("{} could not be replicated now", secretName, failed);
        }
    }

    /** Ends after what is under way; what waits stays due. */
    @Override
    public void close() {
        closing = true;
        threads.shutdown();
    }

    /** Waits until what is under way has ended, for as long at most; a region that hangs does not hang the application. */
    void awaitEnd(Duration longest) {
        try {
            if (!threads.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A copy to another region was still under way when its manager was closed");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
