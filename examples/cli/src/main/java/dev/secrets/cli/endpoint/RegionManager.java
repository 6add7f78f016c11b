package dev.secrets.cli.endpoint;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.Region;
import dev.secrets.rotation.RotationScheduler;

/**
 * One region that is served: its records, its secrets manager and its rotations.
 *
 * @param region its records and keys, for others that replicate to it
 * @param secrets its manager
 * @param rotations rotates its secrets
 * @param closing closes all but the rotations
 */
record RegionManager(Region region, EmbeddedSecretsManager secrets, RotationScheduler rotations, Runnable closing) {
    /** Lets each be a target of the other's secrets. */
    void meet(String name, RegionManager other, String otherName) {
        secrets.addRegion(otherName, other.region());
        other.secrets().addRegion(name, region);
    }
}
