package dev.secrets.store.jdbc;

import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretChange.Create;
import dev.secrets.store.SecretChange.Delete;
import dev.secrets.store.SecretChange.Update;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a change as one statement, which in auto-commit mode is one transaction and one round trip. Its first part writes the
 * record and yields a row if the record was as expected; the parts behind it, and the answer, depend on that row. A writer that
 * waited for the row's lock decides on the row as it is then, as READ COMMITTED promises. Arrays have their type in the statement: a
 * driver that sends simple queries sends them as text.
 */
final class PostgresqlChangeWriter implements ChangeWriter {
    private static final String PUT = "put AS (INSERT INTO %1$s (name, secret_uid, version_id, sealed)"
            + " SELECT c.name, ?, p.version_id, p.sealed FROM changed c, unnest(?::bytea[], ?::bytea[]) AS p(version_id, sealed)"
            + " ON CONFLICT (name, secret_uid, version_id) DO UPDATE SET sealed = EXCLUDED.sealed)";
    private static final String ANSWER = " SELECT name FROM changed";

    private final Connections connections;
    private final Failures failures;
    private final String create;
    private final String update;
    private final String updateRecord;
    private final String delete;
    private final PostgresqlUpdateGroup group;

    PostgresqlChangeWriter(Connections connections, Statements statements, Failures failures, Tables tables) {
        this.connections = connections;
        this.failures = failures;
        group = new PostgresqlUpdateGroup(connections, tables);
        String put = PUT.formatted(tables.value());
        create = "WITH changed AS (" + statements.insertRecord + " ON CONFLICT DO NOTHING RETURNING name), " + put
                + ANSWER;
        updateRecord = statements.updateRecord;
        update = "WITH changed AS (" + statements.updateRecord + " RETURNING name), removed AS (DELETE FROM "
                + tables.value() + " v USING changed c WHERE v.name = c.name"
                + " AND (v.secret_uid <> ? OR v.version_id = ANY (?::bytea[]))), " + put + ANSWER;
        delete = "WITH changed AS (" + statements.deleteRecord + " RETURNING name), removed AS (DELETE FROM "
                + tables.value() + " v USING changed c WHERE v.name = c.name)" + ANSWER;
    }

    @Override
    public boolean write(Connection connection, SecretChange change) throws SQLException, InDoubtException {
        return knowing(() -> {
            if (change instanceof Create create) {
                return create(connection, create);
            }
            return change instanceof Update update ? update(connection, update) : delete(connection, (Delete) change);
        });
    }

    /** Makes updates that {@link PostgresqlUpdateGroup} takes; returns the names of those whose record was as expected. */
    Set<String> writeAll(Connection connection, List<Update> changes) throws SQLException, InDoubtException {
        return knowing(() -> group.write(connection, changes));
    }

    private interface Statement<R> {
        R execute() throws SQLException, InDoubtException;
    }

    private <R> R knowing(Statement<R> statement) throws SQLException, InDoubtException {
        try {
            return statement.execute();
        } catch (SQLException failure) {
            if (failures.kind(failure) == FailureKind.CONNECTION) {
                throw new InDoubtException(failure);
            }
            throw failure;
        }
    }

    private boolean create(Connection connection, Create change) throws SQLException, InDoubtException {
        try (PreparedStatement statement = connections.prepare(connection, create)) {
            Parameters parameters = new Parameters(statement).record(change);
            put(parameters, change.after(), change.values());
            return isMade(statement);
        }
    }

    /** Most changes of a rotation touch no value: they need nothing but the record's own update, at half the price. */
    private boolean update(Connection connection, Update change) throws SQLException, InDoubtException {
        return touchesValues(change) ? updateWithValues(connection, change) : updateRecord(connection, change);
    }

    static boolean touchesValues(Update change) {
        return !change.putValues().isEmpty()
                || !change.removedVersionIds().isEmpty()
                || !change.after().secretUid().equals(change.expectedUid());
    }

    private boolean updateRecord(Connection connection, Update change) throws SQLException, InDoubtException {
        try (PreparedStatement statement = connections.prepare(connection, updateRecord)) {
            new Parameters(statement).record(change);
            int updated = statement.executeUpdate();
            requireReplicated(statement);
            return updated == 1;
        }
    }

    private boolean updateWithValues(Connection connection, Update change) throws SQLException, InDoubtException {
        try (PreparedStatement statement = connections.prepare(connection, update)) {
            Parameters parameters = new Parameters(statement)
                    .record(change)
                    .uid(change.after().secretUid())
                    .byteArrays(removed(change));
            put(parameters, change.after(), change.putValues());
            return isMade(statement);
        }
    }

    /** What is both removed and put is put: one statement can't do both to one row. */
    static byte[][] removed(Update change) {
        Set<String> put =
                change.putValues().stream().map(StoredValue::versionId).collect(Collectors.toSet());
        return change.removedVersionIds().stream()
                .filter(versionId -> !put.contains(versionId))
                .map(Utf8::bytes)
                .toArray(byte[][]::new);
    }

    private boolean delete(Connection connection, Delete change) throws SQLException, InDoubtException {
        try (PreparedStatement statement = connections.prepare(connection, delete)) {
            Parameters parameters = new Parameters(statement)
                    .name(change.name())
                    .uid(change.expectedUid())
                    .number(change.expectedRevision());
            return isMade(statement);
        }
    }

    private static void put(Parameters parameters, StoredSecret secret, List<StoredValue> values) throws SQLException {
        parameters.uid(secret.secretUid());
        parameters.byteArrays(
                values.stream().map(value -> Utf8.versionId(value.versionId())).toArray(byte[][]::new));
        parameters.byteArrays(
                values.stream().map(value -> value.sealed().sharedArray()).toArray(byte[][]::new));
    }

    private static boolean isMade(PreparedStatement statement) throws SQLException, InDoubtException {
        return !names(statement).isEmpty();
    }

    /** Returns the names of the records that were as expected. */
    static Set<String> names(PreparedStatement statement) throws SQLException, InDoubtException {
        Set<String> names = new HashSet<>();
        try (ResultSet changed = statement.executeQuery()) {
            requireReplicated(statement);
            while (changed.next()) {
                names.add(Utf8.text(Rows.bytes(changed, 1)));
            }
        }
        return names;
    }

    /** Whoever gives up waiting for a synchronous standby is told so in a warning: the change is made here, and perhaps only here. */
    private static void requireReplicated(PreparedStatement statement) throws SQLException, InDoubtException {
        Optional<SQLWarning> warning = Failures.warning(statement);
        if (warning.isPresent()) {
            throw new InDoubtException(warning.get());
        }
    }
}
