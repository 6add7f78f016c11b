package dev.secrets.rotation.database;

import dev.secrets.rotation.PlainRootKey;
import dev.secrets.store.SecretStore;
import dev.secrets.store.file.FileSecretStore;
import dev.secrets.store.jdbc.JdbcSecretStore;
import dev.secrets.store.jdbc.JdbcStoreOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * Where a store is, so that another process can open it.
 *
 * @param kind what kind of store
 * @param place a directory or a URL
 * @param prefix of the tables, in a database
 */
record StoreLocation(Kind kind, String place, String prefix) {
    private static final int MAX_CONNECTIONS = 8;

    /** One for each server, kept as an application would: to connect takes a server longer than most statements do. */
    private static final Map<String, JdbcConnectionPool> POOLS = new ConcurrentHashMap<>();

    enum Kind {
        FILE,
        POSTGRESQL,
        H2
    }

    /** A store that nobody has used. */
    static StoreLocation fresh(Kind kind, String name) {
        String directory = TemporaryDirectories.create("rotation").toString();
        String place = switch (kind) {
            case FILE -> directory;
            case POSTGRESQL -> PostgresServer.shared().url();
            case H2 -> "jdbc:h2:file:" + directory + "/store;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        };
        return new StoreLocation(kind, place, "t" + name + "_");
    }

    SecretStore open() {
        return switch (kind) {
            case FILE -> new FileSecretStore(Path.of(place), new PlainRootKey());
            case POSTGRESQL -> {
                DataSource pool = POOLS.computeIfAbsent(place, StoreLocation::newPool);
                yield created(
                        new JdbcSecretStore(pool, JdbcStoreOptions.defaults().tablePrefix(prefix)));
            }
            case H2 -> {
                JdbcDataSource source = new JdbcDataSource();
                source.setURL(place);
                yield created(
                        new JdbcSecretStore(source, JdbcStoreOptions.defaults().tablePrefix(prefix)));
            }
        };
    }

    private static JdbcConnectionPool newPool(String url) {
        PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
        source.setUrl(url);
        JdbcConnectionPool pool = JdbcConnectionPool.create(source);
        pool.setMaxConnections(MAX_CONNECTIONS);
        return pool;
    }

    private static JdbcSecretStore created(JdbcSecretStore store) {
        store.createSchema();
        return store;
    }
}
