package dev.secrets.store.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The databases that are known, and what they do differently. */
public enum JdbcDialect {
    /** PostgreSQL, 12 or newer, with the driver {@code org.postgresql}. */
    POSTGRESQL(
            "postgresql",
            "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)",
            "INSERT INTO %s (name, secret_uid, version_id, sealed) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (name, secret_uid, version_id) DO UPDATE SET sealed = EXCLUDED.sealed"),
    /** MySQL, 8.0 or newer. Not among the databases that the tests run on; MariaDB is. */
    MYSQL("mysql", Sql.MYSQL_CLOCK, Sql.MYSQL_PUT),
    /** MariaDB, 10.5 or newer. */
    MARIADB("mysql", Sql.MYSQL_CLOCK, Sql.MYSQL_PUT),
    /**
     * H2, 2.4 or newer: embedded, or a server that several processes share. H2 (2.4.240 and 2.5.252 at least) may take back what
     * was committed, if transactions that waited for the same row are rolled back while it writes to its file; and 2.5.250 and 2.5.252
     * leave a commit unfinished, and its rows locked for good, if they are killed after they wrote to their file in the middle of it.
     * So the writers of a store take turns, in one process until the change is on the disk; other tables in the same database are
     * not protected by that, nor are several processes from a kill of the server.
     */
    H2(
            "h2",
            "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(3)) * 1000) AS BIGINT)",
            "MERGE INTO %s (name, secret_uid, version_id, sealed) KEY (name, secret_uid, version_id) VALUES (?, ?, ?, ?)"),
    /** SQLite, 3.42 or newer. */
    SQLITE(
            "sqlite",
            "SELECT CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)",
            "INSERT INTO %s (name, secret_uid, version_id, sealed) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (name, secret_uid, version_id) DO UPDATE SET sealed = excluded.sealed");

    private final String directory;
    private final String clockSql;
    private final String putValueSql;

    JdbcDialect(String directory, String clockSql, String putValueSql) {
        this.directory = directory;
        this.clockSql = clockSql;
        this.putValueSql = putValueSql;
    }

    /** Returns the dialect of the database behind the connection; none if it is not known. */
    static Optional<JdbcDialect> of(Connection connection) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        String product = metaData.getDatabaseProductName().toLowerCase(Locale.ROOT);
        String version = metaData.getDatabaseProductVersion().toLowerCase(Locale.ROOT);
        if (product.equals("mysql") && version.contains("mariadb")) {
            return Optional.of(MARIADB); // as MySQL's own driver tells of it
        }
        return Stream.of(values())
                .filter(dialect -> product.equals(dialect.name().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Returns the directory of the SQL files, which is a resource of this module that others can read too. */
    String directory() {
        return "/secrets-store-jdbc/" + directory;
    }

    /** Returns a query of milliseconds since 1970, whatever the time zone of the session. */
    String clockSql() {
        return clockSql;
    }

    /** Returns the statement that adds a value or replaces it. */
    String putValueSql(String table) {
        return putValueSql.formatted(table);
    }

    /**
     * Returns a condition that every read has, true for each row. H2 answers a query that it has just answered from its memory
     * unless a table was changed since, which it notes a moment after the change can be seen; a query with a function that it
     * takes for one that changes by itself, as it does this one, it asks anew.
     */
    String freshCondition() {
        return this == H2 ? " AND SESSION_ID() IS NOT NULL" : "";
    }

    /** Returns the end of a query of the first rows. H2 knows LIMIT in some of its modes alone, and SQLite and MySQL nothing else. */
    String limit() {
        return this == H2 ? " FETCH FIRST ? ROWS ONLY" : " LIMIT ?";
    }

    /**
     * Returns what is durable only when all that the session can read is, beyond what {@link DatabaseSettings#forceSql} asks for.
     * On PostgreSQL a commit can be seen before the synchronous standby has it, if the wait was broken off; a commit that comes
     * later waits for all before it.
     */
    Optional<String> forceSql() {
        return this == POSTGRESQL
                ? Optional.of("SELECT pg_logical_emit_message(true, 'secrets-store-jdbc', '')")
                : Optional.empty();
    }

    /** Returns whether its drivers can limit how long they wait for the network. */
    boolean isNetworked() {
        return this == POSTGRESQL || this == MYSQL || this == MARIADB;
    }

    boolean hasSchemas() {
        return this != SQLITE;
    }

    /** What MySQL and MariaDB have in common. */
    private static final class Sql {
        static final String MYSQL_CLOCK =
                "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(3)) DIV 1000";
        static final String MYSQL_PUT = "INSERT INTO %s (name, secret_uid, version_id, sealed) VALUES (?, ?, ?, ?)"
                + " ON DUPLICATE KEY UPDATE sealed = VALUES(sealed)";

        private Sql() {}
    }
}
