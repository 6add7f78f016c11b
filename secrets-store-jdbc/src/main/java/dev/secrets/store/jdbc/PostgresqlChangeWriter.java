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
import java.util.HashSet;
import java.util.List;
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
        return executing(execution -> {
            if (change instanceof Create create) {
                return create(connection, create, execution);
            }
            return change instanceof Update update
                    ? update(connection, update, execution)
                    : delete(connection, (Delete) change, execution);
        });
    }

    /** Makes updates that {@link PostgresqlUpdateGroup} takes; returns the names of those whose record was as expected. */
    Set<String> writeAll(Connection connection, List<Update> changes) throws SQLException, InDoubtException {
        return executing(execution -> group.write(connection, changes, execution));
    }

    private interface Statement<R> {
        R make(Execution execution) throws SQLException, InDoubtException;
    }

    private <R> R executing(Statement<R> statement) throws SQLException, InDoubtException {
        Execution execution = new Execution(failures);
        try {
            return statement.make(execution);
        } catch (SQLException failure) {
            execution.requireCertain(failure);
            throw failure;
        } catch (RuntimeException failure) {
            execution.requireCertain(failure);
            throw failure;
        }
    }

    private boolean create(Connection connection, Create change, Execution execution)
            throws SQLException, InDoubtException {
        try (PreparedStatement statement = connections.prepare(connection, create)) {
            Parameters parameters = new Parameters(statement).record(change);
            put(parameters, change.after(), change.values());
            return isMade(statement, execution);
        }
    }

    /** Most changes of a rotation touch no value: they need nothing but the record's own update, at half the price. */
    private boolean update(Connection connection, Update change, Execution execution)
            throws SQLException, InDoubtException {
        return touchesValues(change)
                ? updateWithValues(connection, change, execution)
                : updateRecord(connection, change, execution);
    }

    static boolean touchesValues(Update change) {
        return !change.putValues().isEmpty()
                || !change.removedVersionIds().isEmpty()
                || !change.after().secretUid().equals(change.expectedUid());
    }

    private boolean updateRecord(Connection connection, Update change, Execution execution)
            throws SQLException, InDoubtException {
        try (PreparedStatement statement = connections.prepare(connection, updateRecord)) {
            new Parameters(statement).record(change);
            return execution.update(statement) == 1;
        }
    }

    private boolean updateWithValues(Connection connection, Update change, Execution execution)
            throws SQLException, InDoubtException {
        try (PreparedStatement statement = connections.prepare(connection, update)) {
            Parameters parameters = new Parameters(statement)
                    .record(change)
                    .uid(change.after().secretUid())
                    .byteArrays(removed(change));
            put(parameters, change.after(), change.putValues());
            return isMade(statement, execution);
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

    private boolean delete(Connection connection, Delete change, Execution execution)
            throws SQLException, InDoubtException {
        try (PreparedStatement statement = connections.prepare(connection, delete)) {
            Parameters parameters = new Parameters(statement)
                    .name(change.name())
                    .uid(change.expectedUid())
                    .number(change.expectedRevision());
            return isMade(statement, execution);
        }
    }

    private static void put(Parameters parameters, StoredSecret secret, List<StoredValue> values) throws SQLException {
        parameters.uid(secret.secretUid());
        parameters.byteArrays(
                values.stream().map(value -> Utf8.versionId(value.versionId())).toArray(byte[][]::new));
        parameters.byteArrays(
                values.stream().map(value -> value.sealed().sharedArray()).toArray(byte[][]::new));
    }

    private static boolean isMade(PreparedStatement statement, Execution execution)
            throws SQLException, InDoubtException {
        return !names(statement, execution).isEmpty();
    }

    /** Returns the names of the records that were as expected. */
    static Set<String> names(PreparedStatement statement, Execution execution) throws SQLException, InDoubtException {
        Set<String> names = new HashSet<>();
        try (ResultSet changed = execution.query(statement)) {
            while (changed.next()) {
                names.add(Utf8.text(Rows.bytes(changed, 1)));
            }
        }
        return names;
    }
}
