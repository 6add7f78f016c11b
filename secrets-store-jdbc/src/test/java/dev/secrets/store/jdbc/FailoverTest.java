package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.testing.Scale;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A PostgreSQL with a synchronous standby dies under load and the standby is promoted: nothing acknowledged is gone, and the
 * pool finds the new primary.
 */
final class FailoverTest {
    private final Path directory = TemporaryDirectories.create("failover");

    @Test
    void promotion_underLoad_losesNothing() throws Exception {
        assumeTrue(Scale.FULL, "Fail-over is tested with -Pfull");
        PostgresqlServer primary =
                PostgresqlServer.start(directory.resolve("primary"), Map.of("wal_keep_size", "512MB"));
        PostgresqlServer standby = standbyOf(primary);
        try (HikariDataSource administration = TestDatabase.newPool(primary.url(), 1)) {
            TestDatabase.execute(
                    administration,
                    "ALTER SYSTEM SET synchronous_standby_names = 'standby'",
                    "SELECT pg_reload_conf()");
            Await.until(() -> isSynchronous(administration));
        }
        String both = "jdbc:postgresql://127.0.0.1:" + primary.port() + ",127.0.0.1:" + standby.port()
                + "/postgres?user=postgres&targetServerType=primary";
        try (HikariDataSource pool = TestDatabase.newPool(both, 4);
                JdbcSecretStore store = TestDatabase.newStore(pool, JdbcStoreOptions.defaults())) {
            Writers writers = new Writers(store, 4);
            writers.start();
            writers.awaitProgress(500);
            primary.kill();
            try (HikariDataSource administration = TestDatabase.newPool(standby.url(), 1)) {
                TestDatabase.execute(administration, "SELECT pg_promote()");
            }
            writers.awaitProgress(500);
            writers.stopAndVerify(store);
            assertThat(writers.acknowledged()).isGreaterThanOrEqualTo(1_000);
        }
        standby.kill();
    }

    private static boolean isSynchronous(HikariDataSource primary) {
        try (Connection connection = primary.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")) {
            return rows.next();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A base backup as the manual describes it for those who have no pg_basebackup (26.3.4). */
    private PostgresqlServer standbyOf(PostgresqlServer primary) throws IOException, SQLException {
        Path copy = directory.resolve("standby");
        try (HikariDataSource pool = TestDatabase.newPool(primary.url(), 1);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', true)");
            copy(directory.resolve("primary"), copy);
            try (ResultSet stopped = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                stopped.next();
                Files.writeString(copy.resolve("backup_label"), stopped.getString(1));
            }
        }
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + primary.port()
                        + " user=postgres application_name=standby'\n",
                StandardOpenOption.APPEND);
        return PostgresqlServer.start(copy, Map.of());
    }

    /** Without the journal, which the standby gets from the primary, and without what tells of a running server. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(visited));
                Files.createDirectories(target);
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) throws IOException {
                String name = from.relativize(visited).toString();
                if (!name.startsWith("pg_wal/") && !name.startsWith("postmaster.") && !name.startsWith("epg-lock")) {
                    Files.copy(visited, to.resolve(name));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path visited, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // a temporary file of the running server
                }
                throw failure;
            }
        });
    }
}
