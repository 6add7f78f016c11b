package dev.secrets.examples.benchmarks;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.jdbc.JdbcSecretStore;
import java.sql.SQLException;
import java.util.List;
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

/**
 * Finding the hundred secrets that are due on PostgreSQL costs the same, however many are scheduled for later. A million with
 * {@code -p scheduled=0,1000000}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DueBenchmark {
    private static final int DUE = 100;

    /** None is the floor: there is nothing but what is due. */
    @Param({"0", "100000"})
    public int scheduled;

    private JdbcSecretStore store;

    /** The index knows names and times; what is sealed in a record plays no part. */
    @Setup(Level.Trial)
    public void fill(PostgresState postgres) throws SQLException {
        store = new JdbcSecretStore(postgres.pool);
        store.createSchema();
        long now = store.now().toEpochMilli();
        postgres.execute(
                insert("due", DUE, Long.toString(now)), insert("later", scheduled, now + " + 60000::bigint * (1 + i)"));
        postgres.execute("VACUUM ANALYZE secrets_record");
    }

    private static String insert(String name, int count, String dueAt) {
        return "INSERT INTO secrets_record (name, secret_uid, revision, due_at, current_version_id, metadata)"
                + " SELECT convert_to('" + name + "/' || i, 'UTF8'), 'u', 1, " + dueAt
                + ", 'v', decode(repeat('5a', 400),"
                + " 'hex') FROM generate_series(1, " + count + ") i";
    }

    @Benchmark
    public List<DueSecret> find() {
        return store.due(store.now(), DueCursor.START, DUE + 1);
    }
}
