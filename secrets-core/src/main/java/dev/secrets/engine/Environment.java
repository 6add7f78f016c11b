package dev.secrets.engine;

import dev.secrets.model.CallerIdentity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * What surrounds the engine. Fixed, but for {@code otherRegions}, which only grows.
 *
 * @param clock the time of day
 * @param random identities, suffixes and passwords
 * @param arns partition, region and account
 * @param maxVersions how many versions a secret may have
 * @param rotationTargets which rotators can be invoked
 * @param rotationPrincipal as whom rotators act; the owner when absent
 * @param filterLists whether a list shows a caller only what it may describe
 * @param otherRegions to which secrets can be replicated; safe for concurrent additions
 * @param background where work is done that no caller waits for
 */
public record Environment(
        InstantSource clock,
        Randomness random,
        Arns arns,
        int maxVersions,
        Predicate<String> rotationTargets,
        Optional<CallerIdentity> rotationPrincipal,
        boolean filterLists,
        Set<String> otherRegions,
        Executor background) {
    /** Makes a region known, to which secrets can be replicated from now on. */
    public void addRegion(String region) {
        otherRegions.add(region);
    }

    /** Returns the time in milliseconds, which is what records keep. */
    public Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
