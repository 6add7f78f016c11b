package dev.secrets.store.jdbc;

final class MariaDbSecretStoreTest extends JdbcStoreContract {
    MariaDbSecretStoreTest() {
        super(TestDatabase.MARIADB);
    }
}
