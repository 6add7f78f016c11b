package dev.secrets.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;

/** A database that the tests run on, started when it is first used and gone when the JVM ends. */
enum TestDatabase {
    POSTGRESQL(JdbcDialect.POSTGRESQL),
    MARIADB(JdbcDialect.MARIADB),
    H2(JdbcDialect.H2),
    SQLITE(JdbcDialect.SQLITE);

    private static final AtomicInteger PREFIXES = new AtomicInteger();

    final JdbcDialect dialect;
    private HikariDataSource pool;

    TestDatabase(JdbcDialect dialect) {
        this.dialect = dialect;
    }

    /** Returns where the database is; aborts the test, by name and with the reason, if it can't be had. */
    String url() {
        return switch (this) {
            case POSTGRESQL -> PostgresqlServer.shared().url();
            case MARIADB -> MariaDbServer.shared().url();
            case H2, SQLITE -> embedded(this, TemporaryDirectories.shared("embedded"));
        };
    }

    /** Returns where a database without a server is that lies in the directory. */
    static String embedded(TestDatabase database, Path directory) {
        return database == H2
                ? "jdbc:h2:async:" + directory + "/h2;DB_CLOSE_ON_EXIT=FALSE"
                : "jdbc:sqlite:" + directory + "/sqlite.db?journal_mode=WAL&synchronous=FULL&busy_timeout=10000";
    }

    /** Returns a pool that all tests share. */
    synchronized HikariDataSource pool() {
        if (pool == null) {
            pool = newPool(url(), 24);
        }
        return pool;
    }

    static HikariDataSource newPool(String url, int size) {
        return newPool(url, size, Duration.ofSeconds(30));
    }

    static HikariDataSource newPool(String url, int size, Duration connectionTimeout) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(connectionTimeout.toMillis());
        return new HikariDataSource(config);
    }

    /** Returns options for tables that no other test has. */
    JdbcStoreOptions ownTables() {
        return JdbcStoreOptions.defaults().tablePrefix("t" + PREFIXES.incrementAndGet() + "_");
    }

    /** Returns a store with tables of its own. */
    JdbcSecretStore newStore() {
        return newStore(pool(), ownTables());
    }

    static JdbcSecretStore newStore(DataSource dataSource, JdbcStoreOptions options) {
        JdbcSecretStore store = new JdbcSecretStore(dataSource, options);
        store.createSchema();
        return store;
    }

    static void execute(DataSource dataSource, String... statements) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static void skip(String database, String reason) {
        String skipped = database + " is skipped: " + reason;
        System.out.println(skipped);
        Assumptions.abort(skipped);
    }
}
