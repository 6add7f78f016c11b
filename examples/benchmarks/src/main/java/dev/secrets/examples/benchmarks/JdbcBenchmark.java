package dev.secrets.examples.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.store.CachingSecretStore;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.store.jdbc.JdbcSecretStore;
import dev.secrets.store.jdbc.JdbcStoreOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Secrets in a database, beside what an application would write by hand on the same pool: the same bytes in one row, a SELECT by
 * its key, and transactions of the same statements. A thousand secrets take turns, so that no answer is a remembered one.
 */
@State(Scope.Benchmark)
@Warmup(iterations = 4, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JdbcBenchmark {
    private static final int SECRETS = 1_000;
    private static final byte[] METADATA = new byte[400];
    private static final byte[] SEALED = new byte[600];
    private static final String UID = "0123456789abcdef0123456789abcdef";

    @Param({"postgresql", "h2"})
    public String database;

    private BenchmarkDatabase server;
    private HikariDataSource pool;
    private JdbcSecretStore store;
    private CachingSecretStore cache;
    private int next;
    private long[] revisions;
    private String put;

    @Setup(Level.Trial)
    public void fill() throws IOException, SQLException {
        server = BenchmarkDatabase.start(database);
        pool = server.pool();
        store = new JdbcSecretStore(pool);
        store.createSchema();
        cache = new CachingSecretStore(
                store, Duration.ofHours(1), CachingSecretStore.DEFAULT_MAXIMUM_BYTES, InstantSource.system());
        new JdbcSecretStore(pool, JdbcStoreOptions.defaults().tablePrefix("bare_")).createSchema();
        boolean postgresql = database.equals("postgresql");
        put = postgresql
                ? "INSERT INTO bare_value (name, secret_uid, version_id, sealed) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (name, secret_uid, version_id) DO UPDATE SET sealed = EXCLUDED.sealed"
                : "MERGE INTO bare_value (name, secret_uid, version_id, sealed)"
                        + " KEY (name, secret_uid, version_id) VALUES (?, ?, ?, ?)";
        execute(
                "CREATE TABLE bare_row AS SELECT r.*, v.sealed FROM bare_record r JOIN bare_value v ON v.name = r.name");
        execute("ALTER TABLE bare_row ALTER COLUMN name SET NOT NULL");
        execute("ALTER TABLE bare_row ADD PRIMARY KEY (name)");
        revisions = new long[SECRETS];
        for (int i = 0; i < SECRETS; i++) {
            revisions[i] = 1;
            store.commit(creation(name(i)));
            cache.find(name(i));
            insertBare(name(i));
        }
        execute("INSERT INTO bare_row SELECT r.*, v.sealed FROM bare_record r JOIN bare_value v ON v.name = r.name");
        execute("ANALYZE");
    }

    @TearDown(Level.Trial)
    public void stop() throws IOException {
        cache.close();
        server.close();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String name(int i) {
        return "prod/payments/" + i;
    }

    private String nextName() {
        next = (next + 1) % SECRETS;
        return name(next);
    }

    private static SecretChange creation(String name) {
        return new SecretChange.Create(record(name, 1), List.of(value(1)));
    }

    private static StoredSecret record(String name, long revision) {
        return new StoredSecret(
                name, UID, revision, Optional.empty(), Optional.of(version(revision)), SealedBytes.wrap(METADATA));
    }

    private static StoredValue value(long revision) {
        return new StoredValue(version(revision), SealedBytes.wrap(SEALED));
    }

    private static String version(long revision) {
        return "00000000-0000-0000-0000-%012d".formatted(revision);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A query that reads nothing: what the way to the database and back takes. */
    @Benchmark
    public int roundTrip() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT 1");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    @Benchmark
    public FoundSecret find() {
        return store.find(nextName()).orElseThrow();
    }

    /** The floor of {@link #find}. */
    @Benchmark
    public byte[] findFloor() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT name, secret_uid, revision, due_at,"
                        + " current_version_id, metadata, sealed FROM bare_row WHERE name = ?")) {
            statement.setBytes(1, bytes(nextName()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                row.getBytes(1);
                row.getBytes(2);
                row.getLong(3);
                row.getLong(4);
                row.getBytes(5);
                row.getBytes(6);
                return row.getBytes(7);
            }
        }
    }

    @Benchmark
    public FoundSecret cacheHit() {
        return cache.find(nextName()).orElseThrow();
    }

    @Benchmark
    public FoundSecret cacheMiss() {
        return cache.findLatest(nextName()).orElseThrow();
    }

    @Benchmark
    public void create() {
        store.commit(creation("new/" + next++));
    }

    /** The floor of {@link #create}. */
    @Benchmark
    public void createFloor() throws SQLException {
        insertBare("new/" + next++);
    }

    @Benchmark
    public void update() {
        String name = nextName();
        long from = revisions[next]++;
        store.commit(new SecretChange.Update(
                UID, from, record(name, from + 1), List.of(value(from + 1)), Set.of(version(from - 1))));
    }

    /** The floor of {@link #update}. */
    @Benchmark
    public void updateFloor() throws SQLException {
        String name = nextName();
        long from = revisions[next]++;
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement record = connection.prepareStatement(
                    "UPDATE bare_record SET secret_uid = ?, revision = ?, due_at = ?,"
                            + " current_version_id = ?, metadata = ? WHERE name = ? AND secret_uid = ? AND revision = ?")) {
                setRecord(record, name, from + 1);
                record.setBytes(7, bytes(UID));
                record.setLong(8, from);
                record.executeUpdate();
            }
            try (PreparedStatement removed = connection.prepareStatement(
                    "DELETE FROM bare_value WHERE name = ? AND secret_uid = ? AND version_id = ?")) {
                removed.setBytes(1, bytes(name));
                removed.setBytes(2, bytes(UID));
                removed.setBytes(3, bytes(version(from - 1)));
                removed.executeUpdate();
            }
            putValue(connection, name, from + 1);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private void insertBare(String name) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement record = connection.prepareStatement(
                    "INSERT INTO bare_record"
                            + " (secret_uid, revision, due_at, current_version_id, metadata, name) VALUES (?, ?, ?, ?, ?, ?)")) {
                setRecord(record, name, 1);
                record.executeUpdate();
            }
            putValue(connection, name, 1);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private static void setRecord(PreparedStatement record, String name, long revision) throws SQLException {
        record.setBytes(1, bytes(UID));
        record.setLong(2, revision);
        record.setNull(3, Types.BIGINT);
        record.setBytes(4, bytes(version(revision)));
        record.setBytes(5, METADATA);
        record.setBytes(6, bytes(name));
    }

    private void putValue(Connection connection, String name, long revision) throws SQLException {
        try (PreparedStatement value = connection.prepareStatement(put)) {
            value.setBytes(1, bytes(name));
            value.setBytes(2, bytes(UID));
            value.setBytes(3, bytes(version(revision)));
            value.setBytes(4, SEALED);
            value.executeUpdate();
        }
    }
}
