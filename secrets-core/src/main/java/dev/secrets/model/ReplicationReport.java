package dev.secrets.model;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far the replicas of a store's secrets are.
 *
 * @param regions the other regions, in the order of their names: those that the manager knows, and those that secrets name
 */
public record ReplicationReport(Map<String, Region> regions) {
    /** Copies the map. */
    public ReplicationReport {
        regions = Collections.unmodifiableMap(new TreeMap<>(regions));
    }

    /**
     * How far one region is.
     *
     * @param inSync how many replicas have all that their primaries have
     * @param inProgress how many are waiting to be copied or removed for the first time since a change
     * @param failed how many wait to be tried again
     * @param lag how long the oldest change has waited that the region does not have; absent if it has all
     */
    public record Region(int inSync, int inProgress, int failed, Optional<Duration> lag) {}
}
