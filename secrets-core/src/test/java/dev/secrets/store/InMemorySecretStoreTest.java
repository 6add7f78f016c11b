package dev.secrets.store;

import dev.secrets.testing.SecretStoreContract;

final class InMemorySecretStoreTest extends SecretStoreContract {
    @Override
    protected SecretStore newStore() {
        return new InMemorySecretStore();
    }
}
