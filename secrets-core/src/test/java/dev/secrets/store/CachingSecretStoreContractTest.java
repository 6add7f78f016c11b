package dev.secrets.store;

import dev.secrets.testing.SecretStoreContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Over stores that tell of changes, caching shows nowhere, however long the staleness. */
final class CachingSecretStoreContractTest extends SecretStoreContract {
    private final InMemorySecretStore data = new InMemorySecretStore();

    private SecretStore caching() {
        return new CachingSecretStore(
                new SharedStore(data),
                Duration.ofHours(1),
                CachingSecretStore.DEFAULT_MAXIMUM_BYTES,
                InstantSource.system());
    }

    @Override
    protected SecretStore newStore() {
        return caching();
    }

    @Override
    protected Optional<SecretStore> anotherStore() {
        return Optional.of(caching());
    }

    @Override
    public boolean tellsOfChanges() {
        return true;
    }
}
