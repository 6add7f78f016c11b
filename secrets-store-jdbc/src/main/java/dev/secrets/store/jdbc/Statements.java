package dev.secrets.store.jdbc;

/** The statements that all databases share, and two that they word differently. */
final class Statements {
    /** The columns of a record in the order in which {@link Rows} reads them. */
    private static final String RECORD = "r.name, r.secret_uid, r.revision, r.due_at, r.current_version_id, r.metadata";

    /** A current value whose copies differ, because somebody changed one of them, is no bytes: what seals them notices. */
    private static final String UNLESS_COPIES_DIFFER = "CASE WHEN r.current_version_id IS NULL"
            + " OR r.current_version_id <> v.version_id OR r.current_sealed = v.sealed THEN v.sealed END";

    /**
     * The copy that a record has of its current value: what is put now, else what it has, else what another version has that
     * becomes current. It stands before the other columns because MySQL sees those as changed already.
     */
    private static final String CURRENT_SEALED = "COALESCE(%2$s, CASE WHEN r.current_version_id = %3$s"
            + " THEN r.current_sealed ELSE (SELECT v.sealed FROM %1$s v WHERE v.name = r.name"
            + " AND v.secret_uid = r.secret_uid AND v.version_id = %3$s) END)";

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
        find = "SELECT " + RECORD + ", r.current_sealed FROM " + record + " r WHERE r.name = ?" + fresh;
        findValue = "SELECT sealed FROM " + value + " WHERE name = ? AND secret_uid = ? AND version_id = ?" + fresh;
        values = "SELECT v.version_id, " + UNLESS_COPIES_DIFFER + " FROM " + value + " v LEFT JOIN " + record
                + " r ON r.name = v.name AND r.secret_uid = v.secret_uid WHERE v.name = ? AND v.secret_uid = ?" + fresh;
        page = "SELECT " + RECORD + " FROM " + record + " r WHERE r.name >= ?" + fresh + " ORDER BY r.name"
                + dialect.limit();
        due = "SELECT name, due_at FROM " + record + " WHERE due_at >= ? AND due_at <= ?"
                + " AND (due_at > ? OR name > ?)" + fresh + " ORDER BY due_at, name" + dialect.limit();
        now = dialect.clockSql();
        insertRecord = "INSERT INTO " + record + " (current_sealed, secret_uid, revision, due_at,"
                + " current_version_id, metadata, name) VALUES (?, ?, ?, ?, ?, ?, ?)";
        updateRecord = "UPDATE " + record + " AS r SET current_sealed = " + currentSealed(value, "?", "?")
                + ", secret_uid = ?, revision = ?, due_at = ?, current_version_id = ?, metadata = ?"
                + " WHERE name = ? AND secret_uid = ? AND revision = ?";
        deleteRecord = "DELETE FROM " + record + " WHERE name = ? AND secret_uid = ? AND revision = ?";
        putValue = dialect.putValueSql(value);
        deleteValue = "DELETE FROM " + value + " WHERE name = ? AND secret_uid = ? AND version_id = ?";
        deleteValues = "DELETE FROM " + value + " WHERE name = ?";
        schemaVersion = "SELECT MAX(version) FROM " + tables.schema();
        takeTurn = "SELECT version FROM " + tables.schema() + " WHERE version = 1 FOR UPDATE NOWAIT";
    }

    /** Returns the expression of a record's copy of its current value, from what is put and the version id of what may be kept. */
    static String currentSealed(String valueTable, String put, String keptVersionId) {
        return CURRENT_SEALED.formatted(valueTable, put, keptVersionId);
    }
}
