package dev.secrets.cli.endpoint;

import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SecretStore;
import dev.secrets.testing.SecretStoreContract;

/** A region within a store is a store like any other. */
final class RegionSecretStoreTest extends SecretStoreContract {
    @Override
    protected SecretStore newStore() {
        return new RegionSecretStore(new InMemorySecretStore(), "eu-west-1");
    }
}
