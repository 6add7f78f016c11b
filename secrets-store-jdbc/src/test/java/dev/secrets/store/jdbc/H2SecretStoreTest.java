package dev.secrets.store.jdbc;

final class H2SecretStoreTest extends JdbcStoreContract {
    H2SecretStoreTest() {
        super(TestDatabase.H2);
    }
}
