package dev.secrets.store.file;

import dev.secrets.EmbeddedOptions;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.Region;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.SecretStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Two regions in two directories, each with a manager that replicates when it is told to. */
final class TwoRegions implements AutoCloseable {
    static final String US = "us-east-1";
    static final String EU = "eu-west-1";

    private final SecretStore usStore;
    private final SecretStore euStore;
    private final KeyManager usKeys;
    private final KeyManager euKeys;
    final EmbeddedSecretsManager us;
    final EmbeddedSecretsManager eu;

    TwoRegions(Path directory, UnaryOperator<SecretStore> before) {
        SecretStore usFile = new FileSecretStore(directory.resolve(US), TestRootKey.FIRST);
        SecretStore euFile = new FileSecretStore(directory.resolve(EU), TestRootKey.SECOND);
        usKeys = new TinkKeyManager(usFile, TestRootKey.FIRST);
        euKeys = new TinkKeyManager(euFile, TestRootKey.SECOND);
        usStore = before.apply(usFile);
        euStore = before.apply(euFile);
        Map<String, Region> regions = Map.of(US, new Region(usStore, usKeys), EU, new Region(euStore, euKeys));
        EmbeddedOptions options = EmbeddedOptions.defaults().regions(regions).replicates(false);
        us = new EmbeddedSecretsManager(
                usStore, usKeys, IdentityPolicies.none(), AuditListener.none(), options.region(US));
        eu = new EmbeddedSecretsManager(
                euStore, euKeys, IdentityPolicies.none(), AuditListener.none(), options.region(EU));
    }

    /** Does what is due from either region. */
    void replicate() {
        us.replicationQueue().run();
        eu.replicationQueue().run();
    }

    @Override
    public void close() {
        us.close();
        eu.close();
        usKeys.close();
        euKeys.close();
        usStore.close();
        euStore.close();
    }
}
