package dev.secrets.cli.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.store.CachingSecretStore;
import dev.secrets.store.SecretStore;
import dev.secrets.store.jdbc.JdbcSecretStore;
import java.util.function.Consumer;

/** Opens stores in databases, with a pool of connections that is closed with the store. */
final class DatabaseStore {
    private static final int MAX_CONNECTIONS = 8;

    private DatabaseStore() {}

    /** Opens the store, whose tables are there. */
    static SecretStore open(StoreLocation.Database database) {
        return open(database, store -> {});
    }

    /** Opens the store; makes its tables if there are none. */
    static SecretStore create(StoreLocation.Database database) {
        return open(database, JdbcSecretStore::createSchema);
    }

    private static SecretStore open(StoreLocation.Database database, Consumer<JdbcSecretStore> preparation) {
        HikariDataSource pool = pool(database);
        try {
            JdbcSecretStore store = new JdbcSecretStore(pool);
            preparation.accept(store);
            return new CachingSecretStore(new PooledSecretStore(store, pool));
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    private static HikariDataSource pool(StoreLocation.Database database) {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(database.url());
        configuration.setMaximumPoolSize(MAX_CONNECTIONS);
        configuration.setMinimumIdle(0);
        try {
            return new HikariDataSource(configuration);
        } catch (RuntimeException unreachable) { // its message may quote the URL, and so a password
            throw new ConfigurationException("The database " + database
                    + " can't be reached: is its server up, and are name," + " user and password in the URL right?");
        }
    }
}
