package dev.secrets.store.jdbc;

/** The statements that all databases share, and two that they word differently. */
final class Statements {
    /** The columns of a record in the order in which {@link Rows} reads them. */
    private static final String RECORD = "r.name, r.secret_uid, r.revision, r.due_at, r.current_version_id, r.metadata";

    final String find;
    final String findValue;
    final String values;
    final String page;
    final String due;
    final String now;
    final String insertRecord;
    final String updateRecord;
    final String deleteRecord;
    final String putValue;
    final String deleteValue;
    final String deleteValues;
    final String schemaVersion;
    final String takeTurn;

    Statements(JdbcDialect dialect, Tables tables) {
        String record = tables.record();
        String value = tables.value();
        String fresh = dialect.freshCondition();
        find = "SELECT " + RECORD + ", v.sealed FROM " + record + " r LEFT JOIN " + value + " v ON v.name = r.name"
                + " AND v.secret_uid = r.secret_uid AND v.version_id = r.current_version_id WHERE r.name = ?" + fresh;
        findValue = "SELECT sealed FROM " + value + " WHERE name = ? AND secret_uid = ? AND version_id = ?" + fresh;
        values = "SELECT version_id, sealed FROM " + value + " WHERE name = ? AND secret_uid = ?" + fresh;
        page = "SELECT " + RECORD + " FROM " + record + " r WHERE r.name >= ?" + fresh + " ORDER BY r.name LIMIT ?";
        due = "SELECT name, due_at FROM " + record + " WHERE due_at >= ? AND due_at <= ?"
                + " AND (due_at > ? OR name > ?)" + fresh + " ORDER BY due_at, name LIMIT ?";
        now = dialect.clockSql();
        insertRecord = "INSERT INTO " + record + " (secret_uid, revision, due_at, current_version_id, metadata, name)"
                + " VALUES (?, ?, ?, ?, ?, ?)";
        updateRecord = "UPDATE " + record + " SET secret_uid = ?, revision = ?, due_at = ?, current_version_id = ?,"
                + " metadata = ? WHERE name = ? AND secret_uid = ? AND revision = ?";
        deleteRecord = "DELETE FROM " + record + " WHERE name = ? AND secret_uid = ? AND revision = ?";
        putValue = dialect.putValueSql(value);
        deleteValue = "DELETE FROM " + value + " WHERE name = ? AND secret_uid = ? AND version_id = ?";
        deleteValues = "DELETE FROM " + value + " WHERE name = ?";
        schemaVersion = "SELECT MAX(version) FROM " + tables.schema();
        takeTurn = "SELECT version FROM " + tables.schema() + " WHERE version = 1 FOR UPDATE";
    }
}
