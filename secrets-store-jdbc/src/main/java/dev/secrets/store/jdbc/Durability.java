package dev.secrets.store.jdbc;

import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.jdbc.JdbcStoreOptions.LostWrites;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Finds settings with which a database acknowledges a commit that a crash of it, of the system or of the power may lose. */
final class Durability {
    private Durability() {}

    /** Returns the settings that lose writes, each as a text for a person. */
    static List<String> weaknesses(JdbcDialect dialect, Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query(dialect))) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** Reports them, or refuses. */
    static void judge(List<String> weaknesses, LostWrites lostWrites, Reports reports) {
        if (weaknesses.isEmpty()) {
            return;
        }
        String detail = "A crash may lose what the database acknowledged: " + String.join(", ", weaknesses);
        if (lostWrites == LostWrites.REFUSE) {
            throw new StoreUnavailableException(detail, false);
        }
        reports.report(Reports.LOST_WRITES, detail);
    }

    private static String query(JdbcDialect dialect) {
        return switch (dialect) {
            case POSTGRESQL ->
                "SELECT name || ' is ' || setting FROM pg_settings"
                        + " WHERE name IN ('fsync', 'synchronous_commit') AND setting = 'off'";
            // 3 is 1 for group commits; without a flushed binary log, recovery rolls back what is not in it
            case MYSQL, MARIADB ->
                "SELECT CONCAT('innodb_flush_log_at_trx_commit is ', @@innodb_flush_log_at_trx_commit)"
                        + " FROM DUAL WHERE @@innodb_flush_log_at_trx_commit NOT IN (1, 3)"
                        + " UNION ALL SELECT CONCAT('sync_binlog is ', @@sync_binlog)"
                        + " FROM DUAL WHERE @@log_bin = 1 AND @@sync_binlog <> 1";
            case H2 ->
                "SELECT SETTING_NAME || ' is ' || SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                        + " WHERE SETTING_NAME = 'WRITE_DELAY' AND SETTING_VALUE <> '0'"
                        + " UNION ALL SELECT 'the database is in memory' FROM DUAL WHERE DATABASE_PATH() IS NULL";
            case SQLITE ->
                "SELECT 'synchronous is ' || synchronous FROM pragma_synchronous WHERE synchronous < 2"
                        + " UNION ALL SELECT 'journal_mode is ' || journal_mode FROM pragma_journal_mode"
                        + " WHERE journal_mode IN ('off', 'memory')";
        };
    }
}
