package dev.secrets.store.jdbc;

final class SqliteSecretStoreTest extends JdbcStoreContract {
    SqliteSecretStoreTest() {
        super(TestDatabase.SQLITE);
    }
}
