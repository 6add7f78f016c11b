package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.Concurrently;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Scale;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hundred thousand secrets (a sample of them without {@code -Pfull}): paged in order, and the due ones found by their index. */
final class ManySecretsTest {
    private static final int MANY = Scale.of(3_000, 100_000);
    private static final int THREADS = 8;

    /** So many that each database makes them within the patience of {@link Concurrently}. */
    private static final int AT_ONCE = 10_000;

    private static final Instant FIRST_DUE = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource
    void secrets_inGreatNumber_arePagedAndFoundWhenDue(TestDatabase database) throws SQLException {
        JdbcStoreOptions options = database.ownTables();
        JdbcSecretStore store = TestDatabase.newStore(database.pool(), options);
        for (int from = 0; from < MANY; from += AT_ONCE) {
            create(store, from, Math.min(from + AT_ONCE, MANY));
        }
        assertThat(pagedNames(store)).hasSize(MANY).isSorted().doesNotHaveDuplicates();
        assertThat(store.due(FIRST_DUE.plusSeconds(9), DueCursor.START, 100)).containsExactlyElementsOf(dueUntil(9));
        assertThat(plan(database, options)).containsIgnoringCase(options.tablePrefix() + "record");
        assertThat(plan(database, options)).containsIgnoringCase(indexOfDue(database));
    }

    private static void create(JdbcSecretStore store, int from, int to) {
        Concurrently.run(THREADS, thread -> {
            for (int i = from + thread; i < to; i += THREADS) {
                store.commit(new SecretChange.Create(secret(i), List.of(Sample.value(name(i), 1, 100))));
            }
        });
    }

    /** One of ten is due some time, a second after another. */
    private static StoredSecret secret(int i) {
        StoredSecret sample = Sample.secret(name(i), 1);
        Optional<Instant> dueAt = i % 10 == 0 ? Optional.of(FIRST_DUE.plusSeconds(i / 10)) : Optional.empty();
        return new StoredSecret(
                sample.name(), sample.secretUid(), 1, dueAt, sample.currentVersionId(), sample.metadata());
    }

    private static String name(int i) {
        return "many/%06d".formatted(i);
    }

    private static List<DueSecret> dueUntil(int seconds) {
        List<DueSecret> due = new ArrayList<>();
        for (int second = 0; second <= seconds; second++) {
            due.add(new DueSecret(name(10 * second), FIRST_DUE.plus(Duration.ofSeconds(second))));
        }
        return due;
    }

    private static List<String> pagedNames(JdbcSecretStore store) {
        List<String> names = new ArrayList<>();
        List<StoredSecret> page = store.page("", 1_000);
        while (!page.isEmpty()) {
            page.forEach(secret -> names.add(secret.name()));
            page = store.page(names.get(names.size() - 1) + '\0', 1_000);
        }
        return names;
    }

    private static String indexOfDue(TestDatabase database) {
        return switch (database) {
            case POSTGRESQL, MARIADB, SQLITE -> "record_due";
            case H2 -> "CONSTRAINT_INDEX"; // the unique constraint's: the primary key's is named otherwise
        };
    }

    /** What the database means to do for a query of what is due. */
    private static String plan(TestDatabase database, JdbcStoreOptions options) throws SQLException {
        Statements statements = new Statements(database.dialect, Tables.of(options));
        String explain = database == TestDatabase.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
        if (database != TestDatabase.MARIADB) {
            TestDatabase.execute(database.pool(), "ANALYZE");
        }
        try (Connection connection = database.pool().getConnection();
                PreparedStatement statement = connection.prepareStatement(explain + statements.due)) {
            new Parameters(statement)
                    .number(FIRST_DUE.toEpochMilli())
                    .number(FIRST_DUE.plusSeconds(9).toEpochMilli())
                    .number(FIRST_DUE.toEpochMilli())
                    .bytes(new byte[0])
                    .number(100);
            return text(statement.executeQuery());
        }
    }

    private static String text(ResultSet rows) throws SQLException {
        StringBuilder text = new StringBuilder();
        while (rows.next()) {
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                text.append(rows.getString(column)).append(' ');
            }
            text.append('\n');
        }
        return text.toString();
    }
}
