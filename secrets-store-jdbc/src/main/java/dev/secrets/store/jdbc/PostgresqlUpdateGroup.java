package dev.secrets.store.jdbc;

import dev.secrets.store.SecretChange.Update;
import dev.secrets.store.StoredSecret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes updates of several secrets as one statement, as {@link PostgresqlChangeWriter} makes that of one. Its arrays stand in
 * subqueries, which hide their lengths from the planner: it would plan anew for each, and that costs more than the rest. The
 * planner takes them to be of ten elements, for which it would read a table through that is small when it plans, and go on to do
 * so when the table has grown; a condition of equality, which always holds because revisions grow, has it expect one and use the
 * index.
 */
final class PostgresqlUpdateGroup {
    private static final String BYTES = "bytea[]";
    private static final String NUMBERS = "bigint[]";

    private static final String CHANGES =
            " FROM " + unnest(BYTES, BYTES, NUMBERS, NUMBERS, NUMBERS, BYTES, BYTES, BYTES, BYTES)
                    + " AS u(name, secret_uid, expected_revision,"
                    + " revision, due_at, current_version_id, kept_version_id, current_sealed, metadata)"
                    + " WHERE r.name = u.name AND r.secret_uid = u.secret_uid AND r.revision = u.expected_revision"
                    + " AND sign(u.revision - u.expected_revision) = 1"
                    + " RETURNING r.name, r.secret_uid";

    private static final String REMOVED = "removed AS (DELETE FROM %1$s v USING changed c,"
            + " " + unnest(BYTES, BYTES) + " AS p(name, version_id) WHERE c.name = p.name AND v.name = p.name"
            + " AND v.secret_uid = c.secret_uid AND v.version_id = p.version_id)";

    private static final String PUT = "put AS (INSERT INTO %1$s (name, secret_uid, version_id, sealed)"
            + " SELECT c.name, c.secret_uid, p.version_id, p.sealed FROM changed c"
            + " JOIN " + unnest(BYTES, BYTES, BYTES) + " AS p(name, version_id, sealed) ON p.name = c.name"
            + " ON CONFLICT (name, secret_uid, version_id) DO UPDATE SET sealed = EXCLUDED.sealed)";

    private final Connections connections;
    private final String records;
    private final String recordsAndValues;

    PostgresqlUpdateGroup(Connections connections, Tables tables) {
        this.connections = connections;
        String value = tables.value();
        records = "UPDATE " + tables.record() + " AS r SET current_sealed = "
                + Statements.currentSealed(value, "u.current_sealed", "u.kept_version_id")
                + ", revision = u.revision, due_at = u.due_at, current_version_id = u.current_version_id,"
                + " metadata = u.metadata" + CHANGES;
        recordsAndValues = "WITH changed AS (" + records + "), " + REMOVED.formatted(value) + ", "
                + PUT.formatted(value) + " SELECT name FROM changed";
    }

    private static String unnest(String... types) {
        return Stream.of(types)
                .map(type -> "(SELECT ?::" + type + ")")
                .collect(Collectors.joining(", ", "unnest(", ")"));
    }

    /** Returns whether a change may be one of several: a secret that takes another's place has values to lose that are not its own. */
    static boolean takes(Update change) {
        return change.after().secretUid().equals(change.expectedUid());
    }

    /** Makes changes of different secrets; returns the names of those whose record was as expected. */
    Set<String> write(Connection connection, List<Update> changes, Execution execution)
            throws SQLException, InDoubtException {
        boolean withValues = changes.stream().anyMatch(PostgresqlChangeWriter::touchesValues);
        try (PreparedStatement statement = connections.prepare(connection, withValues ? recordsAndValues : records)) {
            Parameters parameters = new Parameters(statement);
            new Columns(changes).set(parameters);
            if (withValues) {
                setValues(parameters, changes);
            }
            return PostgresqlChangeWriter.names(statement, execution);
        }
    }

    /** What the records become, a column each; what a record does not have stays null. */
    private static final class Columns {
        private final byte[][] name;
        private final byte[][] uid;
        private final Long[] expectedRevision;
        private final Long[] revision;
        private final Long[] dueAt;
        private final byte[][] currentVersionId;
        private final byte[][] keptVersionId;
        private final byte[][] currentSealed;
        private final byte[][] metadata;

        Columns(List<Update> changes) {
            int count = changes.size();
            name = new byte[count][];
            uid = new byte[count][];
            expectedRevision = new Long[count];
            revision = new Long[count];
            dueAt = new Long[count];
            currentVersionId = new byte[count][];
            keptVersionId = new byte[count][];
            currentSealed = new byte[count][];
            metadata = new byte[count][];
            for (int row = 0; row < count; row++) {
                fill(row, changes.get(row));
            }
        }

        private void fill(int row, Update change) {
            StoredSecret after = change.after();
            name[row] = Utf8.name(change.name());
            uid[row] = Utf8.uid(change.expectedUid());
            expectedRevision[row] = change.expectedRevision();
            revision[row] = after.revision();
            after.dueAt().ifPresent(at -> dueAt[row] = at.toEpochMilli());
            after.currentVersionId().ifPresent(id -> currentVersionId[row] = Utf8.versionId(id));
            Parameters.keptVersionId(change).ifPresent(id -> keptVersionId[row] = Utf8.versionId(id));
            Parameters.currentSealed(after, change.putValues()).ifPresent(bytes -> currentSealed[row] = bytes);
            metadata[row] = after.metadata().sharedArray();
        }

        void set(Parameters parameters) throws SQLException {
            parameters
                    .byteArrays(name)
                    .byteArrays(uid)
                    .numbers(expectedRevision)
                    .numbers(revision)
                    .numbers(dueAt)
                    .byteArrays(currentVersionId)
                    .byteArrays(keptVersionId)
                    .byteArrays(currentSealed)
                    .byteArrays(metadata);
        }
    }

    private static void setValues(Parameters parameters, List<Update> changes) throws SQLException {
        List<byte[][]> removed = new ArrayList<>();
        List<byte[][]> put = new ArrayList<>();
        for (Update change : changes) {
            byte[] name = Utf8.name(change.name());
            for (byte[] versionId : PostgresqlChangeWriter.removed(change)) {
                removed.add(new byte[][] {name, versionId});
            }
            change.putValues()
                    .forEach(value -> put.add(new byte[][] {
                        name, Utf8.versionId(value.versionId()), value.sealed().sharedArray()
                    }));
        }
        parameters.byteArrays(column(removed, 0)).byteArrays(column(removed, 1));
        parameters.byteArrays(column(put, 0)).byteArrays(column(put, 1)).byteArrays(column(put, 2));
    }

    private static byte[][] column(List<byte[][]> rows, int index) {
        return rows.stream().map(row -> row[index]).toArray(byte[][]::new);
    }
}
