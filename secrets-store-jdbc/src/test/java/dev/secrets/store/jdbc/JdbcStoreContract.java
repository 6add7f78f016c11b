package dev.secrets.store.jdbc;

import dev.secrets.store.SecretStore;
import dev.secrets.testing.Scale;
import dev.secrets.testing.SecretStoreContract;
import java.util.Optional;

/** The contract on one database; a second store is another node that shares the tables. */
abstract class JdbcStoreContract extends SecretStoreContract {
    private final TestDatabase database;
    private JdbcStoreOptions options = JdbcStoreOptions.defaults();

    JdbcStoreContract(TestDatabase database) {
        this.database = database;
    }

    @Override
    protected SecretStore newStore() {
        options = database.ownTables();
        return TestDatabase.newStore(database.pool(), options);
    }

    @Override
    protected Optional<SecretStore> anotherStore() {
        return Optional.of(new JdbcSecretStore(database.pool(), options));
    }

    @Override
    public boolean tellsOfChanges() {
        return database == TestDatabase.POSTGRESQL;
    }

    @Override
    public int manySecrets() {
        return Scale.of(1_000, 10_000);
    }

    @Override
    public int commitsPerThread() {
        return Scale.of(20, 50);
    }
}
