package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredValue;
import dev.secrets.testing.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A server whose disk is full says so, takes nothing by halves, and goes on when there is room again. */
final class FullDiskTest {
    /** Together about a megabyte. MariaDB 11.4 was gone when it had no room for parts of values that fill pages of their own. */
    private static final int VALUES = 300;

    private static final int LENGTH = 3_000;

    @Test
    void postgresql_withAFullDisk_refusesAndGoesOnWhenThereIsRoom() {
        TestDatabase database = TestDatabase.POSTGRESQL;
        JdbcStoreOptions options = database.ownTables();
        String url = database.url() + "&options=-c%20default_tablespace=small";
        Path directory = TemporaryDirectories.create("small").resolve("disk");
        try (SmallDisk disk = SmallDisk.mount("PostgreSQL", directory, 8)) {
            TestDatabase.execute(database.pool(), "CREATE TABLESPACE small LOCATION '" + directory + "'");
            try (HikariDataSource pool = TestDatabase.newPool(url, 2)) {
                JdbcSecretStore store = TestDatabase.newStore(pool, options);
                int before = fill(store);
                disk.grow(64);
                store.commit(large("large/" + before));
                assertThat(store.page("", 100)).hasSize(before + 1);
            } finally {
                dropTables(database, options);
            }
        }
    }

    /** MariaDB 11.4 was gone when its disk was full; a file of tables that may not grow any more is something else. */
    @Test
    void mariaDb_withAFullTablespace_refuses() {
        MariaDbServer server = MariaDbServer.startSmall(TemporaryDirectories.create("mariadb-small"), 24);
        try (HikariDataSource pool = TestDatabase.newPool(server.url(), 2)) {
            fill(TestDatabase.newStore(pool, JdbcStoreOptions.defaults()));
        } finally {
            server.kill();
        }
    }

    /** Commits until there is no room, looks that all is there that was acknowledged and nothing else, and returns how much. */
    private static int fill(JdbcSecretStore store) {
        for (int made = 0; made < 100; made++) {
            String name = "large/" + made;
            StoreUnavailableException refused =
                    catchThrowableOfType(StoreUnavailableException.class, () -> store.commit(large(name)));
            if (refused != null) {
                assertThat(refused).hasMessageContaining("no space left");
                assertThat(refused.retryable()).isFalse();
                assertHolds(store, made);
                return made;
            }
        }
        throw new AssertionError("The disk has room for everything");
    }

    private static SecretChange large(String name) {
        List<StoredValue> values = IntStream.rangeClosed(1, VALUES)
                .mapToObj(version -> Sample.value(name, version, LENGTH))
                .toList();
        return new SecretChange.Create(Sample.secret(name, 1), values);
    }

    private static void assertHolds(JdbcSecretStore store, int secrets) {
        assertThat(store.page("", 100)).hasSize(secrets).allSatisfy(secret -> {
            assertThat(secret).isEqualTo(Sample.secret(secret.name(), 1));
            assertThat(store.values(secret.name(), secret.secretUid())).hasSize(VALUES);
        });
    }

    private static void dropTables(TestDatabase database, JdbcStoreOptions options) {
        for (String table : List.of("record", "value", "schema")) {
            TestDatabase.execute(database.pool(), "DROP TABLE IF EXISTS " + options.tablePrefix() + table);
        }
        TestDatabase.execute(database.pool(), "DROP TABLESPACE small");
    }
}
