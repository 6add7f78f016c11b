package dev.secrets.engine;

import dev.secrets.state.Secret;
import java.time.Instant;
import java.util.Optional;

/** Work in the background on one secret. Computed anew whenever another writer was faster. */
@FunctionalInterface
public interface Maintenance {
    /**
     * Returns the secret after the work; nothing if there is nothing to do.
     *
     * @param before the secret as it is
     * @param storeTime the store's clock, by which leases and schedules are judged
     */
    Optional<Secret> work(Secret before, Instant storeTime);

    /**
     * What was done.
     *
     * @param before the secret before it
     * @param after the secret after it
     * @param arn its ARN
     */
    record Done(Secret before, Secret after, String arn) {}
}
