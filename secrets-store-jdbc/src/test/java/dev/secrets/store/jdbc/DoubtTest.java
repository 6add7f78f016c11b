package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.Sample;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a database does not say whether it made a change, what the store says is true, whatever others did meanwhile. */
final class DoubtTest {
    private static final String NAME = "doubtful";
    private static final Runnable NOTHING = () -> {};
    private static final Error FAULT = new StackOverflowError("A planned fault");

    /** A store whose answers get lost, and another node's on the same tables. */
    private static final class Nodes {
        private final LostAnswers answers;
        private final JdbcSecretStore doubtful;
        private final JdbcSecretStore other;

        Nodes(TestDatabase database, JdbcStoreOptions options) {
            other = TestDatabase.newStore(database.pool(), options);
            answers = new LostAnswers(database.pool());
            doubtful = new JdbcSecretStore(answers, options);
            other.commit(Sample.create(NAME, 10));
        }

        Nodes(TestDatabase database) {
            this(database, database.ownTables());
        }

        StoredSecret record() {
            return other.find(NAME).orElseThrow().secret();
        }
    }

    /** What makes the change for good: a statement of its own on PostgreSQL. */
    private static String decisiveStep(TestDatabase database) {
        return database == TestDatabase.POSTGRESQL ? "WITH changed" : "COMMIT";
    }

    private static SecretChange differentUpdate(long from) {
        return Sample.updateSealedAs("another", NAME, from, 10);
    }

    @ParameterizedTest
    @EnumSource
    void change_madeWithoutAnAnswer_isAcknowledged(TestDatabase database) {
        Nodes nodes = new Nodes(database);
        for (SecretChange change :
                List.of(Sample.update(NAME, 1, 10), Sample.delete(NAME, 2), Sample.create(NAME, 10))) {
            nodes.answers.lose(decisiveStep(database), true, NOTHING);
            nodes.doubtful.commit(change);
            assertThat(nodes.answers.allLost()).isTrue();
        }
        assertThat(nodes.record()).isEqualTo(Sample.secret(NAME, 1));
        assertThat(nodes.other.values(NAME, Sample.uid(NAME))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void change_notMadeYet_isUnknown(TestDatabase database) {
        Nodes nodes = new Nodes(database);
        nodes.answers.lose(decisiveStep(database), false, NOTHING);
        assertThatThrownBy(() -> nodes.doubtful.commit(Sample.update(NAME, 1, 10)))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(nodes.record()).isEqualTo(Sample.secret(NAME, 1));
        nodes.doubtful.commit(Sample.update(NAME, 1, 10));
    }

    /** The revision is the one that was to be written, but another wrote it. */
    @ParameterizedTest
    @EnumSource
    void change_notMadeAndOvertaken_isAConflict(TestDatabase database) {
        Nodes nodes = new Nodes(database);
        Runnable overtake = () -> nodes.other.commit(differentUpdate(1));
        if (database == TestDatabase.POSTGRESQL) {
            nodes.answers.lose("WITH changed", false, overtake);
        } else {
            nodes.answers.lose("COMMIT", false, NOTHING);
            nodes.answers.lose("ROLLBACK", true, overtake);
        }
        assertThatThrownBy(() -> nodes.doubtful.commit(Sample.update(NAME, 1, 10)))
                .isInstanceOf(StoreConflictException.class);
        assertThat(nodes.record().metadata()).isEqualTo(Sample.bytes("another", 40));
    }

    /** Once it has answered, PostgreSQL has made the change, whatever goes wrong between it and the store. */
    @Test
    void postgresql_whoseAnswerCantBeRead_hasMadeTheChange() {
        Nodes nodes = new Nodes(TestDatabase.POSTGRESQL);
        SQLException closed = new SQLException("A planned fault", "55000");
        RuntimeException unchecked = new IllegalStateException("A planned fault");
        nodes.answers.fail("getWarnings", closed);
        nodes.doubtful.commit(Sample.update(NAME, 1, 10));
        nodes.answers.fail("close", closed);
        nodes.doubtful.commit(Sample.update(NAME, 2, 10));
        nodes.answers.fail("getWarnings", unchecked);
        nodes.doubtful.commit(Sample.update(NAME, 3, 10));
        nodes.answers.fail("getWarnings", unchecked);
        nodes.doubtful.commit(Sample.delete(NAME, 4));

        assertThat(nodes.answers.allLost()).isTrue();
        assertThat(nodes.other.find(NAME)).isEmpty();
    }

    @Test
    void postgresql_whoseConnectionIsBrokenBefore_isAskedAgain() {
        Nodes nodes = new Nodes(TestDatabase.POSTGRESQL);
        nodes.answers.lose("setBytes", false, NOTHING);
        nodes.doubtful.commit(Sample.update(NAME, 1, 10));

        assertThat(nodes.answers.allLost()).isTrue();
        assertThat(nodes.record()).isEqualTo(Sample.secret(NAME, 2));
    }

    /** Statement completion unknown: what else speaks PostgreSQL's protocol says so when it lost a part of itself. */
    @Test
    void postgresql_thatDoesNotKnowTheOutcome_isInDoubt() {
        Nodes nodes = new Nodes(TestDatabase.POSTGRESQL);
        nodes.answers.fail("WITH changed", new SQLException("result is ambiguous", "40003"));
        assertThatThrownBy(() -> nodes.doubtful.commit(Sample.update(NAME, 1, 10)))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    /** What was made is only a step on the way to what is there now, and that it was can't be told. */
    @ParameterizedTest
    @EnumSource
    void change_madeAndOvertaken_isUnknown(TestDatabase database) {
        Nodes nodes = new Nodes(database);
        nodes.answers.lose(decisiveStep(database), true, () -> nodes.other.commit(differentUpdate(2)));
        assertThatThrownBy(() -> nodes.doubtful.commit(Sample.update(NAME, 1, 10)))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(nodes.record().revision()).isEqualTo(3);
    }

    /** Another secret of the same name may come after what was made as well as in its place. */
    @ParameterizedTest
    @EnumSource
    void creation_madeAndReplaced_isUnknown(TestDatabase database) {
        Nodes nodes = new Nodes(database);
        nodes.other.commit(Sample.delete(NAME, 1));
        StoredSecret sample = Sample.secret(NAME, 1);
        StoredSecret replacement =
                new StoredSecret(NAME, "another uid", 1, sample.dueAt(), sample.currentVersionId(), sample.metadata());
        nodes.answers.lose(decisiveStep(database), true, () -> {
            nodes.other.commit(Sample.delete(NAME, 1));
            nodes.other.commit(new SecretChange.Create(replacement, List.of()));
        });
        assertThatThrownBy(() -> nodes.doubtful.commit(Sample.create(NAME, 10)))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(nodes.record()).isEqualTo(replacement);
    }

    /** What H2 has in memory alone is not acknowledged. */
    @Test
    void h2_thatDoesNotForceTheDisk_isInDoubtUntilItDoes() {
        Nodes nodes = new Nodes(TestDatabase.H2);
        nodes.answers.lose("CHECKPOINT", false, NOTHING);
        nodes.doubtful.commit(Sample.update(NAME, 1, 10));
        assertThat(nodes.answers.allLost()).isTrue();

        JdbcStoreOptions impatient = TestDatabase.H2.ownTables().statementTimeout(Duration.ofSeconds(1));
        Nodes never = new Nodes(TestDatabase.H2, impatient);
        for (int i = 0; i < 1_000; i++) {
            never.answers.lose("CHECKPOINT", false, NOTHING);
        }
        assertThatThrownBy(() -> never.doubtful.commit(Sample.update(NAME, 1, 10)))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    /** A rollback that fails must not become a commit when the connection is given back. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "H2", "SQLITE"})
    void rollback_thatFails_leavesNothingBehind(TestDatabase database) {
        Nodes nodes = new Nodes(database);
        nodes.answers.lose("version_id, sealed", false, NOTHING);
        nodes.answers.lose("ROLLBACK", false, NOTHING);
        nodes.doubtful.commit(Sample.update(NAME, 1, 10));
        assertThat(nodes.answers.allLost()).isTrue();
        assertThat(nodes.record()).isEqualTo(Sample.secret(NAME, 2));
        assertThat(nodes.other.values(NAME, Sample.uid(NAME))).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "H2", "SQLITE"})
    void error_inTheMiddleOfAChange_leavesNothingBehind(TestDatabase database) {
        Nodes nodes = new Nodes(database);
        nodes.answers.fail("version_id, sealed", FAULT);
        assertThatThrownBy(() -> nodes.doubtful.commit(Sample.update(NAME, 1, 10)))
                .isSameAs(FAULT);
        assertUntouched(nodes);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "H2", "SQLITE"})
    void error_inTheRollback_leavesNothingBehind(TestDatabase database) {
        Nodes nodes = new Nodes(database);
        nodes.answers.fail("version_id, sealed", new OutOfMemoryError("A planned fault before"));
        nodes.answers.fail("ROLLBACK", FAULT);
        assertThatThrownBy(() -> nodes.doubtful.commit(Sample.update(NAME, 1, 10)))
                .isSameAs(FAULT);
        assertUntouched(nodes);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "H2", "SQLITE"})
    void error_inPlaceOfTheCommit_leavesNothingBehind(TestDatabase database) {
        Nodes nodes = new Nodes(database);
        nodes.answers.fail("COMMIT", FAULT);
        assertThatThrownBy(() -> nodes.doubtful.commit(Sample.update(NAME, 1, 10)))
                .isSameAs(FAULT);
        assertUntouched(nodes);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "H2", "SQLITE"})
    void commit_thatThrowsUnchecked_isUnknownAndLeavesNothingBehind(TestDatabase database) {
        Nodes nodes = new Nodes(database);
        nodes.answers.fail("COMMIT", new IllegalStateException("A planned fault"));
        nodes.answers.fail("ROLLBACK", new IllegalStateException("A planned fault"));
        assertThatThrownBy(() -> nodes.doubtful.commit(Sample.update(NAME, 1, 10)))
                .isInstanceOf(OutcomeUnknownException.class);
        assertUntouched(nodes);
    }

    private static void assertUntouched(Nodes nodes) {
        assertThat(nodes.answers.allLost()).isTrue();
        assertThat(nodes.record()).isEqualTo(Sample.secret(NAME, 1));
        assertThat(nodes.other.values(NAME, Sample.uid(NAME))).hasSize(1);
        nodes.doubtful.commit(Sample.update(NAME, 1, 10));
        assertThat(nodes.record()).isEqualTo(Sample.secret(NAME, 2));
    }

    /** PostgreSQL commits and says so, with a warning, when it is told to stop waiting for its standby. */
    @ParameterizedTest
    @ValueSource(strings = {"warning", "debug2"})
    void postgresql_thatGivesUpWaitingForItsStandby_isInDoubt(String messages) {
        TestDatabase database = TestDatabase.POSTGRESQL;
        JdbcStoreOptions options = database.ownTables().statementTimeout(Duration.ofSeconds(1));
        JdbcSecretStore store = TestDatabase.newStore(database.pool(), options);
        store.commit(Sample.create(NAME, 10));
        try (var pool = TestDatabase.newPool(database.url() + "&options=-c%20client_min_messages=" + messages, 2)) {
            JdbcSecretStore talkative = new JdbcSecretStore(pool, options);
            PostgresqlServer.setStandbys("absent");
            try {
                Await.until(() -> isUnknown(talkative));
            } finally {
                PostgresqlServer.setStandbys("");
            }
            Await.until(() -> !isUnknown(talkative));
        }
    }

    private static boolean isUnknown(JdbcSecretStore store) {
        long revision = store.findLatest(NAME).orElseThrow().secret().revision();
        try {
            store.commit(Sample.update(NAME, revision, 10));
            return false;
        } catch (OutcomeUnknownException unknown) {
            return true;
        }
    }
}
