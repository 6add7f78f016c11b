package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretChange.Update;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.Concurrently;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Scale;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Updates of several secrets in one statement do what each would do alone. */
final class PostgresqlUpdateGroupTest {
    private static final int LENGTH = 3_000;
    private static final int UPDATES_BY_A_THREAD = Scale.of(15, 50);
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    private final JdbcStoreOptions together = TestDatabase.POSTGRESQL.ownTables();
    private final JdbcStoreOptions alone = TestDatabase.POSTGRESQL.ownTables();
    private final JdbcSecretStore madeTogether = TestDatabase.newStore(TestDatabase.POSTGRESQL.pool(), together);
    private final JdbcSecretStore madeAlone = TestDatabase.newStore(TestDatabase.POSTGRESQL.pool(), alone);
    private Connections connections = new Connections(TestDatabase.POSTGRESQL.pool(), alone.statementTimeout(), true);

    @BeforeEach
    void create() {
        for (JdbcSecretStore store : List.of(madeTogether, madeAlone)) {
            NAMES.forEach(name -> store.commit(Sample.create(name, LENGTH)));
            NAMES.forEach(name -> store.commit(Sample.update(name, 1, LENGTH)));
        }
    }

    /** Back to the value before, which is there already. */
    private static Update back(String name) {
        StoredSecret like = Sample.secret(name, 3);
        StoredSecret after = new StoredSecret(
                name, like.secretUid(), 3, Optional.empty(), Optional.of(Sample.version(1)), like.metadata());
        return new Update(like.secretUid(), 2, after, List.of(), Set.of(Sample.version(2)));
    }

    private static Update recordAlone(String name, Optional<String> current) {
        StoredSecret like = Sample.secret(name, 3);
        StoredSecret after =
                new StoredSecret(name, like.secretUid(), 3, like.dueAt(), current, Sample.bytes("another", 60));
        return new Update(like.secretUid(), 2, after, List.of(), Set.of());
    }

    private Set<String> writeTogether(List<Update> changes) throws Exception {
        PostgresqlUpdateGroup group = new PostgresqlUpdateGroup(connections, Tables.of(together));
        return connections.lend(connection -> {
            Set<String> made = group.write(connection, changes, new Execution(new Failures(JdbcDialect.POSTGRESQL)));
            reportStatistics(connection);
            return made;
        });
    }

    /** Made alone, changes that were made already would be taken for conflicts. */
    @Test
    void updates_whoseAnswerCantBeRead_areInDoubt() throws Exception {
        LostAnswers answers = new LostAnswers(TestDatabase.POSTGRESQL.pool());
        answers.fail("getWarnings", new IllegalStateException("A planned fault"));

        assertThatThrownBy(() -> write(answers, updatesOf("a", "b"))).isInstanceOf(InDoubtException.class);

        assertThat(madeTogether.find("a").orElseThrow().secret()).isEqualTo(Sample.secret("a", 3));
    }

    @Test
    void updates_thatCantBeWritten_areNotInDoubt() {
        LostAnswers answers = new LostAnswers(TestDatabase.POSTGRESQL.pool());

        assertThatThrownBy(() -> write(answers, updatesOf("a", "n".repeat(513))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Update> updatesOf(String... names) {
        return Stream.of(names)
                .map(name -> (Update) Sample.update(name, 2, LENGTH))
                .toList();
    }

    private Set<String> write(DataSource dataSource, List<Update> changes) throws Exception {
        Connections faulty = new Connections(dataSource, together.statementTimeout(), true);
        Tables tables = Tables.of(together);
        PostgresqlChangeWriter writer = new PostgresqlChangeWriter(
                faulty, new Statements(JdbcDialect.POSTGRESQL, tables), new Failures(JdbcDialect.POSTGRESQL), tables);
        return faulty.lend(connection -> writer.writeAll(connection, changes));
    }

    private static void reportStatistics(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_stat_force_next_flush()");
        }
    }

    private void assertSame(List<Update> changes) throws Exception {
        changes.forEach(madeAlone::commit);

        assertThat(writeTogether(changes))
                .containsExactlyInAnyOrderElementsOf(
                        changes.stream().map(Update::name).toList());
        assertThat(Sample.contents(madeTogether)).isEqualTo(Sample.contents(madeAlone));
        NAMES.forEach(name -> assertThat(madeTogether.find(name)).isEqualTo(madeAlone.find(name)));
    }

    @Test
    void updates_withAndWithoutValues_areAsAlone() throws Exception {
        assertSame(List.of(
                (Update) Sample.update("a", 2, LENGTH),
                back("b"),
                recordAlone("c", Optional.of(Sample.version(2))),
                recordAlone("d", Optional.empty()),
                recordAlone("e", Optional.of(Sample.version(1)))));
    }

    /** Such queries have their parameters in their text, as poolers and proxies want it. */
    @Test
    void updates_bySimpleQueries_areAsAlone() throws Exception {
        DataSource simple = new DriverManagerDataSource(TestDatabase.POSTGRESQL.url() + "&preferQueryMode=simple");
        connections = new Connections(simple, alone.statementTimeout(), true);

        updates_withAndWithoutValues_areAsAlone();
    }

    @Test
    void updates_ofRecordsAlone_areAsAlone() throws Exception {
        assertSame(List.of(
                recordAlone("a", Optional.of(Sample.version(2))),
                recordAlone("b", Optional.of(Sample.version(1))),
                recordAlone("c", Optional.empty())));
    }

    @Test
    void updates_ofRecordsThatAreNotAsExpected_changeNothing() throws Exception {
        var before = Sample.contents(madeTogether);
        List<Update> stale = new ArrayList<>();
        stale.add((Update) Sample.update("a", 1, LENGTH));
        stale.add((Update) Sample.update("missing", 2, LENGTH));
        stale.add((Update) Sample.update("b", 2, LENGTH));

        assertThat(writeTogether(stale)).containsExactly("b");

        var after = Sample.contents(madeTogether);
        assertThat(after.remove("b")).isNotEqualTo(before.remove("b"));
        assertThat(after).isEqualTo(before);
    }

    /** Who made a plan for it would keep that when it has grown. What made the index has read it. */
    @Test
    void updates_inASmallTable_doNotReadItThrough() throws Exception {
        List<String> names = IntStream.range(0, 150).mapToObj(i -> "small/" + i).toList();
        names.forEach(name -> madeTogether.commit(Sample.create(name, 0)));
        int groups = names.size() / 3;
        for (int i = 0; i < groups; i++) {
            writeTogether(names.subList(3 * i, 3 * i + 3).stream()
                    .map(name -> (Update) Sample.update(name, 1, 0))
                    .toList());
        }

        assertThat(readThrough()).isLessThan(groups / 2);
    }

    /** Returns how often the table of records was read through. */
    private long readThrough() throws SQLException {
        try (Connection connection = TestDatabase.POSTGRESQL.pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet scans = statement.executeQuery("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = '"
                        + Tables.of(together).record() + "'")) {
            scans.next();
            return scans.getLong(1);
        }
    }

    /** Two nodes, each with groups of its own, that change the same secrets: every change has one winner. */
    @Test
    void updates_ofTheSameSecretsByTwoNodes_haveOneWinnerEach() {
        JdbcSecretStore other = new JdbcSecretStore(TestDatabase.POSTGRESQL.pool(), together);
        AtomicLong acknowledged = new AtomicLong();

        Concurrently.run(16, thread -> {
            JdbcSecretStore store = thread % 2 == 0 ? madeTogether : other;
            for (int i = 0; i < UPDATES_BY_A_THREAD; i++) {
                acknowledged.addAndGet(count(store, NAMES.get((thread + i) % NAMES.size())));
            }
        });

        long revisions = NAMES.stream()
                .mapToLong(
                        name -> madeTogether.find(name).orElseThrow().secret().revision() - 2)
                .sum();
        assertThat(revisions).isEqualTo(acknowledged.get()).isPositive();
        Writers.revisionsOfWhole(madeTogether, LENGTH);
    }

    private static int count(JdbcSecretStore store, String name) {
        SecretChange change =
                Sample.update(name, store.find(name).orElseThrow().secret().revision(), LENGTH);
        try {
            store.commit(change);
            return 1;
        } catch (StoreConflictException lost) {
            return 0;
        }
    }
}
