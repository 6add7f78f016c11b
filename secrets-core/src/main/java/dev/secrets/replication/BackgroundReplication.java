package dev.secrets.replication;

import dev.secrets.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replication that goes by itself: at once after each change in this process, and every few seconds for what is due besides, which
 * is what failed before and what another process left.
 */
final class BackgroundReplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundReplication.class);
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(5);
    private static final Duration MAX_END = Duration.ofSeconds(10);

    private final Engine engine;
    private final List<RegionWorkers> workers;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(look -> {
        Thread thread = new Thread(look, "secrets-replication");
        thread.setDaemon(true);
        return thread;
    });

    BackgroundReplication(Engine engine, List<RegionWorkers> workers) {
        this.engine = engine;
        this.workers = new CopyOnWriteArrayList<>(workers);
        engine.repository().whenSecretsOwe(this::offer);
        looks.scheduleWithFixedDelay(this::look, 0, LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void add(RegionWorkers ofAnotherRegion) {
        workers.add(ofAnotherRegion);
        looks.execute(this::look);
    }

    private void offer(String secretName) {
        workers.forEach(each -> each.offer(secretName));
    }

    /** Throws nothing, which would end the looks. */
    private void look() {
        try {
            engine.backgroundWork().forEachDue(name -> {
                offer(name);
                return true;
            });
        } catch (RuntimeException | Error failed) {
            LOG.warn("What is due to be replicated could not be looked for", failed);
        }
    }

    @Override
    public void close() {
        looks.shutdown();
        workers.forEach(RegionWorkers::close);
        workers.forEach(each -> each.awaitEnd(MAX_END));
    }
}
