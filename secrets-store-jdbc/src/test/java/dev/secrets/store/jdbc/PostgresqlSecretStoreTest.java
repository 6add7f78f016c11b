package dev.secrets.store.jdbc;

final class PostgresqlSecretStoreTest extends JdbcStoreContract {
    PostgresqlSecretStoreTest() {
        super(TestDatabase.POSTGRESQL);
    }
}
