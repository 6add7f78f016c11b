package dev.secrets.cli.endpoint;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.keys.KeyManager;

/**
 * The secrets manager of another region, with its keys.
 *
 * @param keys its keys
 * @param secrets the manager
 */
record RegionManager(KeyManager keys, EmbeddedSecretsManager secrets) implements AutoCloseable {
    @Override
    public void close() {
        secrets.close();
        keys.close();
    }
}
