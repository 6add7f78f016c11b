package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Sample;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with a database is told by one exception that says whether to try again, and nothing is half done. */
final class FailureTest {
    /** The shortest time for a statement. What has to succeed on a busy machine is given more. */
    private static final Duration IMPATIENT = Duration.ofSeconds(1);

    @ParameterizedTest
    @EnumSource
    void pool_withoutAFreeConnection_isRetryable(TestDatabase database) throws SQLException {
        JdbcStoreOptions options = database.ownTables();
        JdbcSecretStore patient = TestDatabase.newStore(database.pool(), options);
        try (HikariDataSource pool = TestDatabase.newPool(database.url(), 1, Duration.ofMillis(250))) {
            JdbcSecretStore store = new JdbcSecretStore(pool, options.statementTimeout(IMPATIENT));
            try (Connection taken = pool.getConnection()) {
                assertThat(taken.isClosed()).isFalse();
                assertThat(unavailable(() -> store.find("a")).retryable()).isTrue();
                StoreUnavailableException refused = unavailable(() -> store.commit(Sample.create("a", 10)));
                assertThat(refused.retryable()).isTrue();
                assertThat(refused).hasMessageContaining("no connection to give");
            }
            assertThat(store.find("a")).isEmpty();
            patient.commit(Sample.create("a", 10));
            assertThat(store.find("a")).isPresent();
        }
    }

    /** H2's own pool does so when it is disposed of, and so do data sources that look for the one to ask. */
    @Test
    void dataSource_thatThrowsUnchecked_isRetryable() {
        JdbcStoreOptions options = TestDatabase.H2.ownTables().statementTimeout(IMPATIENT);
        JdbcConnectionPool pool = JdbcConnectionPool.create(TestDatabase.H2.url(), "", "");
        JdbcSecretStore store = new JdbcSecretStore(pool, options);
        pool.dispose();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> store.find("a"),
                () -> store.commit(Sample.create("a", 10)),
                () -> new JdbcSecretStore(pool, options))) {
            StoreUnavailableException refused = unavailable(call);
            assertThat(refused.retryable()).isTrue();
            assertThat(refused).hasMessageContaining("no connection to give");
            assertThat(refused).hasRootCauseInstanceOf(IllegalStateException.class);
        }
    }

    /** What was done stands. */
    @Test
    void connection_thatThrowsUncheckedWhenItIsClosed_harmsNoAnswer() {
        AtomicBoolean throwing = new AtomicBoolean();
        JdbcSecretStore store = TestDatabase.newStore(
                new BareDataSource() {
                    @Override
                    public Connection getConnection() throws SQLException {
                        return throwingWhenClosed(TestDatabase.H2.pool().getConnection(), throwing);
                    }

                    @Override
                    public Connection getConnection(String user, String password) throws SQLException {
                        return getConnection();
                    }
                },
                TestDatabase.H2.ownTables());
        throwing.set(true);

        store.commit(Sample.create("a", 10));

        assertThat(store.find("a")).isPresent();
    }

    private static Connection throwingWhenClosed(Connection connection, AtomicBoolean throwing) {
        return (Connection) Proxy.newProxyInstance(
                FailureTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && throwing.get()) {
                        connection.close();
                        throw new IllegalStateException("A planned fault");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    @Test
    void open_whereNothingListens_isRetryable() {
        String url = "jdbc:postgresql://127.0.0.1:" + ServerProcess.freePort() + "/postgres?user=postgres";
        assertThat(unavailable(() -> new JdbcSecretStore(new DriverManagerDataSource(url)))
                        .retryable())
                .isTrue();
    }

    @Test
    void open_withAWrongPassword_isNotRetryable() throws SQLException {
        String url = TestDatabase.MARIADB.url().replace("password=admin", "password=canary-of-a-password");
        StoreUnavailableException refused = unavailable(() -> new JdbcSecretStore(new DriverManagerDataSource(url)));
        assertThat(refused.retryable()).isFalse();
        assertThat(refused).hasMessageContaining("refuses this user");
        assertThat(refused).hasStackTraceContaining("Access denied").message().doesNotContain("canary");
    }

    /** Another session holds the row for longer than a statement may take. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "H2"})
    void commit_ofALockedRow_isGivenUpInTimeAndRetryable(TestDatabase database) throws SQLException {
        JdbcStoreOptions options = database.ownTables();
        JdbcSecretStore patient = TestDatabase.newStore(database.pool(), options);
        JdbcSecretStore store = new JdbcSecretStore(database.pool(), options.statementTimeout(IMPATIENT));
        patient.commit(Sample.create("locked", 10));
        try (Connection locking = database.pool().getConnection();
                Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("SELECT name FROM " + options.tablePrefix() + "record FOR UPDATE");
            long begun = System.nanoTime();
            StoreUnavailableException refused = unavailable(() -> store.commit(Sample.update("locked", 1, 10)));
            assertThat(refused.retryable()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(IMPATIENT.multipliedBy(20));
            assertThat(store.find("locked").orElseThrow().secret()).isEqualTo(Sample.secret("locked", 1));
            locking.rollback();
        }
        patient.commit(Sample.update("locked", 1, 10));
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "SQLITE"})
    void commit_toAReadOnlyDatabase_isNotRetryable(TestDatabase database) {
        JdbcStoreOptions options = database.ownTables();
        TestDatabase.newStore(database.pool(), options).commit(Sample.create("a", 10));
        JdbcSecretStore store = new JdbcSecretStore(readOnly(database), options);
        StoreUnavailableException refused = unavailable(() -> store.commit(Sample.update("a", 1, 10)));
        assertThat(refused.retryable()).isFalse();
        assertThat(refused).hasMessageContaining("read-only");
        assertThat(store.find("a").orElseThrow().secret()).isEqualTo(Sample.secret("a", 1));
    }

    private static DataSource readOnly(TestDatabase database) {
        return switch (database) {
            case POSTGRESQL ->
                new DriverManagerDataSource(database.url() + "&options=-c%20default_transaction_read_only=on");
            case MARIADB -> new DriverManagerDataSource(database.url() + "&sessionVariables=transaction_read_only=1");
            case H2 -> throw new IllegalArgumentException("A database of H2 is read-only when its file is");
            case SQLITE -> new DriverManagerDataSource(database.url() + "&open_mode=1");
        };
    }

    @Test
    void commit_toAFullDatabase_isNotRetryableAndLeavesNothingHalfDone() {
        String url = "jdbc:sqlite:" + TemporaryDirectories.create("sqlite-full") + "/store.db?max_page_count=40";
        try (HikariDataSource pool = TestDatabase.newPool(url, 1)) {
            JdbcSecretStore store = TestDatabase.newStore(pool, JdbcStoreOptions.defaults());
            store.commit(Sample.create("small", 10));
            StoreUnavailableException refused = unavailable(() -> store.commit(Sample.create("large", 200_000)));
            assertThat(refused.retryable()).isFalse();
            assertThat(refused).hasMessageContaining("no space left");
            assertThat(store.page("", 10)).containsExactly(Sample.secret("small", 1));
            store.commit(Sample.update("small", 1, 10));
        }
    }

    @ParameterizedTest
    @EnumSource
    void names_thatAreTooLong_areRefusedAndNotCut(TestDatabase database) {
        JdbcSecretStore store = database.newStore();
        assertThatThrownBy(() -> store.commit(Sample.create("n".repeat(513), 10)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.find("n".repeat(513))).isEmpty();
        assertThat(store.page("", 10)).isEmpty();
    }

    /** A pool may hand out connections that are not in auto-commit mode, and gets them back so, with nothing open. */
    @ParameterizedTest
    @EnumSource
    void connections_areGivenBackAsTheyWere(TestDatabase database) throws SQLException {
        JdbcStoreOptions options = database.ownTables();
        try (Connection only = database.pool().getConnection()) {
            only.setAutoCommit(false);
            int networkTimeout = database.dialect.isNetworked() ? only.getNetworkTimeout() : 0;
            DataSource pool = new SingleConnection(only);
            JdbcSecretStore store = TestDatabase.newStore(pool, options);
            store.commit(Sample.create("a", 10));
            store.commit(Sample.update("a", 1, 10));
            assertThat(store.find("a").orElseThrow().secret()).isEqualTo(Sample.secret("a", 2));
            assertThatThrownBy(() -> store.commit(Sample.create("a", 10)));
            try (Connection givenBack = pool.getConnection()) { // waits for those who are told of the changes
                assertThat(givenBack.getAutoCommit()).isFalse();
                givenBack.rollback();
                if (database.dialect.isNetworked()) {
                    assertThat(givenBack.getNetworkTimeout()).isEqualTo(networkTimeout);
                }
            }
        }
        assertThat(new JdbcSecretStore(database.pool(), options).find("a")).isPresent();
    }

    /** CVE-2025-52893 and its like: what was being stored is in no message, of whatever depth. */
    @ParameterizedTest
    @EnumSource
    void failures_quoteNoSealedBytes(TestDatabase database) {
        JdbcStoreOptions options = database.ownTables();
        JdbcSecretStore store = TestDatabase.newStore(database.pool(), options);
        TestDatabase.execute(database.pool(), "DROP TABLE " + options.tablePrefix() + "value");
        assertThatThrownBy(() -> store.commit(Sample.create("a", 10)))
                .isInstanceOf(StoreUnavailableException.class)
                .satisfies(failure -> assertThat(stackTrace(failure))
                        .doesNotContainIgnoringCase("value of a 1")
                        .doesNotContainIgnoringCase("76616c7565206f662061"));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static StoreUnavailableException unavailable(ThrowingCallable call) {
        StoreUnavailableException failure = catchThrowableOfType(StoreUnavailableException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }
}
