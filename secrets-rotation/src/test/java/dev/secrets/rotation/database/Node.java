package dev.secrets.rotation.database;

import dev.secrets.EmbeddedOptions;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.rotation.PlainRootKey;
import dev.secrets.rotation.RotationOptions;
import dev.secrets.rotation.RotationScheduler;
import dev.secrets.rotation.Rotator;
import dev.secrets.store.SecretStore;
import java.util.Map;

/** One node of several that share a store: in this process, or alone in its own. */
final class Node implements AutoCloseable {
    static final String ROTATOR = "rotator";

    final EmbeddedSecretsManager secrets;
    private final SecretStore store;
    private final KeyManager keys;

    Node(StoreLocation location) {
        this(location, AuditListener.none(), EmbeddedOptions.defaults());
    }

    Node(StoreLocation location, AuditListener audit, EmbeddedOptions options) {
        store = location.open();
        keys = new TinkKeyManager(store, new PlainRootKey());
        secrets = new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), audit, options);
    }

    RotationScheduler scheduler(Rotator rotator, RotationOptions options) {
        return new RotationScheduler(secrets, secrets.rotationQueue(), Map.of(ROTATOR, rotator), options);
    }

    @Override
    public void close() {
        secrets.close();
        keys.close();
        store.close();
    }
}
