package dev.secrets.cli.endpoint;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.keys.KeyManager;
import dev.secrets.rotation.RotationScheduler;

/**
 * The secrets manager of another region, with its keys and its rotations.
 *
 * @param keys its keys
 * @param secrets the manager
 * @param rotations rotates its secrets
 */
record RegionManager(KeyManager keys, EmbeddedSecretsManager secrets, RotationScheduler rotations)
        implements AutoCloseable {
    @Override
    public void close() {
        rotations.close();
        secrets.close();
        keys.close();
    }
}
