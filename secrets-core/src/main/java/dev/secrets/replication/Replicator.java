package dev.secrets.replication;

import dev.secrets.engine.Engine;
import dev.secrets.engine.SecretRepository;
import dev.secrets.model.ReplicationReport;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replication from one store to the other regions: by itself once it is started, or step by step. Thread-safe. */
public final class Replicator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replicator.class);

    private final Engine engine;
    private final SortedMap<String, RegionReplicator> regions = new ConcurrentSkipListMap<>();
    private boolean started;
    private @Nullable BackgroundReplication background;

    /** Makes a replicator from the engine's store to the other regions, by their names. */
    public Replicator(Engine engine, Map<String, SecretRepository> otherRegions) {
        this.engine = engine;
        otherRegions.forEach((name, region) -> regions.put(name, new RegionReplicator(name, region, engine)));
    }

    /** Adds another region, unless there is one of this name. */
    public synchronized void add(String name, SecretRepository region) {
        RegionReplicator replicator = new RegionReplicator(name, region, engine);
        if (regions.putIfAbsent(name, replicator) != null || !started) {
            return;
        }
        if (background == null) {
            start();
        } else {
            background.add(new RegionWorkers(name, replicator));
        }
    }

    /** Goes on by itself from now on, if there is any other region, or as soon as there is one. */
    public synchronized void start() {
        started = true;
        if (background == null && !regions.isEmpty()) {
            background = new BackgroundReplication(
                    engine,
                    regions.entrySet().stream()
                            .map(region -> new RegionWorkers(region.getKey(), region.getValue()))
                            .toList());
        }
    }

    /** Does what is due now, soonest first, in the calling thread; returns for how many secrets and regions anything was done. */
    public int run() {
        AtomicInteger served = new AtomicInteger();
        engine.backgroundWork().forEachDue(name -> {
            regions.values().stream()
                    .filter(region -> isServed(region, name))
                    .forEach(region -> served.incrementAndGet());
            return true;
        });
        return served.get();
    }

    /** One secret that can't be served does not keep the others waiting. */
    private static boolean isServed(RegionReplicator region, String name) {
        try {
            return region.serve(name);
        } catch (RuntimeException unserviceable) {
            LOG.warn("{} could not be replicated now", name, unserviceable);
            return false;
        }
    }

    /** Returns how far the regions are. Looks at every secret. */
    public ReplicationReport report() {
        ReportBuilder report = new ReportBuilder(engine.storeTime());
        regions.keySet().forEach(report::add);
        engine.backgroundWork().forEachSecret(report::add);
        return report.done();
    }

    @Override
    public synchronized void close() {
        started = false;
        if (background != null) {
            background.close();
            background = null;
        }
    }
}
