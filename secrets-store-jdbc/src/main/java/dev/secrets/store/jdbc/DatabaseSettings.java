package dev.secrets.store.jdbc;

import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.jdbc.JdbcStoreOptions.LostWrites;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the database is set, as far as it matters to what a commit is worth.
 *
 * @param losingWrites settings with which it acknowledges a commit that a crash of it, of the system or of the power may lose,
 *     each as a text for a person
 * @param forceSql what makes it write to the disk what it has committed, if it has to be told
 * @param turnsOf the path of the database, if its writers have to wait for one another before they touch what they change. H2,
 *     when it writes to its file while a transaction that waited for a row is rolled back, may undo what others committed since
 *     (seen with 2.4.240 and 2.5.252). And if it is killed after it wrote to its file while a commit was under way, 2.5.250 and
 *     2.5.252 never finish that commit: half of it is there, and who changes the same rows waits for ever (2.4.240 does finish it)
 * @param readsUncommitted whether reads see changes that may never be committed
 * @param altersBytes whether what is stored is not what was given: PostgreSQL's driver (42.7.14 at least) does not escape bytes in
 *     simple queries when {@code standard_conforming_strings} is off
 * @param closedByInterrupts whether it is closed for everybody when a thread that uses it is interrupted
 */
record DatabaseSettings(
        List<String> losingWrites,
        Optional<String> forceSql,
        Optional<String> turnsOf,
        boolean readsUncommitted,
        boolean altersBytes,
        boolean closedByInterrupts) {

    static DatabaseSettings read(JdbcDialect dialect, Connection connection) throws SQLException {
        List<String> losingWrites = losingWrites(dialect, connection);
        boolean h2 = dialect == JdbcDialect.H2;
        // H2 commits to memory and writes behind; this writes and forces at once, if the user may.
        Optional<String> forceSql = h2 && losingWrites.isEmpty() ? Optional.of("CHECKPOINT SYNC") : Optional.empty();
        Optional<String> turnsOf = h2 ? h2Path(connection) : Optional.empty();
        return new DatabaseSettings(
                losingWrites,
                forceSql,
                turnsOf,
                readsUncommitted(dialect, connection),
                dialect == JdbcDialect.POSTGRESQL && altersBytes(connection),
                h2 && isPlainFile(connection));
    }

    /** Reports what is wrong, or refuses. */
    void judge(LostWrites lostWrites, Reports reports) {
        if (readsUncommitted) {
            throw new StoreUnavailableException(
                    "The connections have the isolation READ UNCOMMITTED; must be READ COMMITTED or above", false);
        }
        if (altersBytes) {
            throw new StoreUnavailableException(
                    "The connections alter the bytes that they are given: standard_conforming_strings must be on",
                    false);
        }
        if (closedByInterrupts) {
            reports.report(
                    Reports.CLOSED_BY_INTERRUPTS,
                    "Interrupting a thread that uses this database closes it for everybody; jdbc:h2:async:… does not");
        }
        if (losingWrites.isEmpty()) {
            return;
        }
        String detail = "A crash may lose what the database acknowledged: " + String.join(", ", losingWrites);
        if (lostWrites == LostWrites.REFUSE) {
            throw new StoreUnavailableException(detail, false);
        }
        reports.report(Reports.LOST_WRITES, detail);
    }

    /** PostgreSQL has the level by name, and reads as READ COMMITTED does. */
    private static boolean readsUncommitted(JdbcDialect dialect, Connection connection) throws SQLException {
        return dialect != JdbcDialect.POSTGRESQL
                && connection.getTransactionIsolation() == Connection.TRANSACTION_READ_UNCOMMITTED;
    }

    private static boolean altersBytes(Connection connection) throws SQLException {
        byte[] given = {'a', 'b'};
        try (PreparedStatement statement = connection.prepareStatement("SELECT ?::bytea")) {
            statement.setBytes(1, given);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return !Arrays.equals(rows.getBytes(1), given);
            }
        }
    }

    private static List<String> losingWrites(JdbcDialect dialect, Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query(dialect))) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static String query(JdbcDialect dialect) {
        return switch (dialect) {
            case POSTGRESQL ->
                "SELECT name || ' is ' || setting FROM pg_settings"
                        + " WHERE name IN ('fsync', 'synchronous_commit') AND setting = 'off'"
                        // that it did not wait for its standby to the end, it says in a warning alone
                        + " UNION ALL SELECT 'client_min_messages is ' || current_setting('client_min_messages')"
                        + " || ' with synchronous standbys' WHERE current_setting('synchronous_standby_names') <> ''"
                        + " AND current_setting('client_min_messages') IN ('error', 'fatal', 'panic')";
            // 3 is 1 for group commits; without a flushed binary log, recovery rolls back what is not in it
            case MYSQL, MARIADB ->
                "SELECT CONCAT('innodb_flush_log_at_trx_commit is ', @@innodb_flush_log_at_trx_commit)"
                        + " FROM DUAL WHERE @@innodb_flush_log_at_trx_commit NOT IN (1, 3)"
                        + " UNION ALL SELECT CONCAT('sync_binlog is ', @@sync_binlog)"
                        + " FROM DUAL WHERE @@log_bin = 1 AND @@sync_binlog <> 1";
            case H2 ->
                "SELECT 'the user is no administrator, and so commits are written with a delay (WRITE_DELAY)'"
                        + " FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER AND NOT IS_ADMIN"
                        + " UNION ALL SELECT 'the database is in memory' FROM DUAL WHERE DATABASE_PATH() IS NULL";
            case SQLITE ->
                "SELECT 'synchronous is ' || synchronous FROM pragma_synchronous WHERE synchronous < 2"
                        + " UNION ALL SELECT 'journal_mode is ' || journal_mode FROM pragma_journal_mode"
                        + " WHERE journal_mode IN ('off', 'memory')";
        };
    }

    /** Returns nothing of a database in memory. */
    private static Optional<String> h2Path(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DATABASE_PATH()")) {
            rows.next();
            return Optional.ofNullable(rows.getString(1));
        }
    }

    private static boolean isPlainFile(Connection connection) throws SQLException {
        String database = connection.getMetaData().getURL().substring("jdbc:h2:".length());
        return List.of("tcp:", "ssl:", "mem:", "async:").stream().noneMatch(database::startsWith);
    }
}
