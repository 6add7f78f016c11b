package dev.secrets.store.jdbc;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is read: each call one statement in auto-commit mode, repeated if the connection breaks. */
final class Reads {
    private final Connections connections;
    private final Statements statements;
    private final Retries retries;

    Reads(Connections connections, Statements statements, Retries retries) {
        this.connections = connections;
        this.statements = statements;
        this.retries = retries;
    }

    Optional<FoundSecret> find(String name) {
        return first(statements.find, parameters -> parameters.bytes(Utf8.bytes(name)), Rows::found);
    }

    /** Reads a record on the connection, once. */
    Optional<StoredSecret> findRecord(Connection connection, String name) throws SQLException {
        return first(connection, statements.find, parameters -> parameters.bytes(Utf8.bytes(name)), Rows::secret);
    }

    Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        return first(
                statements.findValue,
                parameters -> parameters
                        .bytes(Utf8.bytes(name))
                        .bytes(Utf8.bytes(secretUid))
                        .bytes(Utf8.bytes(versionId)),
                row -> new StoredValue(versionId, SealedBytes.wrap(Rows.bytes(row, 1))));
    }

    List<StoredValue> values(String name, String secretUid) {
        return all(
                statements.values,
                parameters -> parameters.bytes(Utf8.bytes(name)).bytes(Utf8.bytes(secretUid)),
                Rows::value);
    }

    List<StoredSecret> page(String fromNameInclusive, int limit) {
        requirePositive(limit);
        return all(
                statements.page,
                parameters -> parameters.bytes(lowerBound(fromNameInclusive)).number(limit),
                Rows::secret);
    }

    List<DueSecret> due(Instant until, DueCursor after, int limit) {
        requirePositive(limit);
        long behind = millis(after.dueAt());
        return all(
                statements.due,
                parameters -> parameters
                        .number(behind)
                        .number(millis(until))
                        .number(behind)
                        .bytes(lowerBound(after.name()))
                        .number(limit),
                Rows::due);
    }

    /** No bytes at all are NULL for some modes of databases, which nothing is greater than; no name is less than a zero. */
    private static byte[] lowerBound(String name) {
        return name.isEmpty() ? new byte[1] : Utf8.bytes(name);
    }

    /** Times that milliseconds can't hold are before or after everything. */
    private static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException beyond) {
            return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    Instant now() {
        return first(statements.now, parameters -> {}, row -> Instant.ofEpochMilli(row.getLong(1)))
                .orElseThrow();
    }

    private interface Setter {
        void set(Parameters parameters) throws SQLException;
    }

    private interface Reader<R> {
        R read(ResultSet row) throws SQLException;
    }

    private <R> Optional<R> first(String sql, Setter setter, Reader<R> reader) {
        return retries.call(() -> connections.lend(connection -> first(connection, sql, setter, reader)));
    }

    private <R> Optional<R> first(Connection connection, String sql, Setter setter, Reader<R> reader)
            throws SQLException {
        return query(connection, sql, setter, rows -> rows.next() ? Optional.of(reader.read(rows)) : Optional.empty());
    }

    private <R> List<R> all(String sql, Setter setter, Reader<R> reader) {
        return retries.call(() ->
                connections.lend(connection -> query(connection, sql, setter, rows -> allRows(rows, reader))));
    }

    private static <R> List<R> allRows(ResultSet rows, Reader<R> reader) throws SQLException {
        List<R> read = new ArrayList<>();
        while (rows.next()) {
            read.add(reader.read(rows));
        }
        return read;
    }

    private <R> R query(Connection connection, String sql, Setter setter, Reader<R> reader) throws SQLException {
        try (PreparedStatement statement = connections.prepareRead(connection, sql)) {
            setter.set(new Parameters(statement));
            try (ResultSet rows = statement.executeQuery()) {
                return reader.read(rows);
            }
        }
    }

    private static void requirePositive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("Limit is " + limit + "; must be at least 1");
        }
    }
}
