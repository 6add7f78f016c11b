package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.store.StoreListener.StoreEvent;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.jdbc.JdbcStoreOptions.LostWrites;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings with which a database forgets what it acknowledged are found when the store is opened. */
final class DatabaseSettingsTest {
    private final List<StoreEvent> events = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource
    void open_ofADurableDatabase_saysNothing(TestDatabase database) {
        new JdbcSecretStore(
                database.pool(), database.ownTables().listener(events::add).lostWrites(LostWrites.REFUSE));
        assertThat(events).isEmpty();
    }

    @Test
    void postgresql_withoutSynchronousCommit_isFound() {
        assertFound(
                TestDatabase.POSTGRESQL.url() + "&options=-c%20synchronous_commit=off", "synchronous_commit is off");
    }

    /** Who is not sent warnings does not learn that a commit did not reach the standby. */
    @Test
    void postgresql_withStandbysAndWithoutWarnings_isFound() {
        String url = TestDatabase.POSTGRESQL.url() + "&options=-c%20client_min_messages=error";
        try (var pool = TestDatabase.newPool(url, 1)) {
            new JdbcSecretStore(pool, JdbcStoreOptions.defaults().listener(events::add));
        }
        assertThat(events).isEmpty();
        PostgresqlServer.setStandbys("absent");
        try {
            Await.until(() -> hasStandbys());
            assertFound(url, "client_min_messages is error with synchronous standbys");
        } finally {
            PostgresqlServer.setStandbys("");
        }
    }

    private static boolean hasStandbys() {
        try (Connection connection = new DriverManagerDataSource(TestDatabase.POSTGRESQL.url()).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW synchronous_standby_names")) {
            return rows.next() && !rows.getString(1).isEmpty();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void mariaDb_withoutFlushAtCommit_isFound() {
        TestDatabase database = TestDatabase.MARIADB;
        TestDatabase.execute(database.pool(), "SET GLOBAL innodb_flush_log_at_trx_commit = 2");
        try {
            assertFound(database.url(), "innodb_flush_log_at_trx_commit is 2");
        } finally {
            TestDatabase.execute(database.pool(), "SET GLOBAL innodb_flush_log_at_trx_commit = 1");
        }
    }

    /** PostgreSQL reads what is committed, whatever it is told. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "H2"})
    void readsOfWhatIsNotCommitted_areRefused(TestDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setTransactionIsolation("TRANSACTION_READ_UNCOMMITTED");
        try (HikariDataSource pool = new HikariDataSource(config)) {
            assertThatThrownBy(() -> new JdbcSecretStore(pool, database.ownTables()))
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            refused -> assertThat(refused.retryable()).isFalse())
                    .hasMessageContaining("READ UNCOMMITTED");
        }
    }

    @Test
    void h2_withAUserWhoMayNotForceTheDisk_isFound() {
        TestDatabase.execute(
                TestDatabase.H2.pool(),
                "CREATE USER IF NOT EXISTS plain PASSWORD ''",
                "GRANT ALL ON SCHEMA PUBLIC TO plain");
        assertFound(TestDatabase.H2.url() + ";USER=PLAIN", "written with a delay");
    }

    @Test
    void h2_inMemory_isFound() {
        assertFound("jdbc:h2:mem:lost", "in memory");
    }

    /** Interrupting a thread in the middle of file access closes the file, and H2 then closes the database. */
    @Test
    void h2_onAPlainFile_warnsOfInterrupts() {
        String url = "jdbc:h2:file:" + TemporaryDirectories.create("h2-file") + "/store";
        try (var pool = TestDatabase.newPool(url, 1)) {
            new JdbcSecretStore(pool, JdbcStoreOptions.defaults().listener(events::add));
        }
        assertThat(events).extracting(StoreEvent::name).containsExactly("ClosedByInterrupts");
    }

    @ParameterizedTest
    @CsvSource({
        "synchronous=NORMAL, synchronous is 1",
        "synchronous=OFF, synchronous is 0",
        "journal_mode=MEMORY, journal_mode is memory",
        "journal_mode=OFF, journal_mode is off"
    })
    void sqlite_withWeakerSettings_isFound(String setting, String found) {
        assertFound("jdbc:sqlite:" + TemporaryDirectories.create("sqlite") + "/store.db?" + setting, found);
    }

    private void assertFound(String url, String found) {
        try (var pool = TestDatabase.newPool(url, 2)) {
            JdbcStoreOptions options = JdbcStoreOptions.defaults().listener(events::add);
            new JdbcSecretStore(pool, options);
            assertThat(events).singleElement().satisfies(event -> {
                assertThat(event.name()).isEqualTo("LostWritesPossible");
                assertThat(event.detail()).contains(found);
            });
            assertThatThrownBy(() -> new JdbcSecretStore(pool, options.lostWrites(LostWrites.REFUSE)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(found);
        }
    }
}
