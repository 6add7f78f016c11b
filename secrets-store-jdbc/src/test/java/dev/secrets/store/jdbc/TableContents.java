package dev.secrets.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * All rows of the two tables, as whoever administers the database may read and write them.
 *
 * @param records of the table of records, each by column
 * @param values of the table of values
 */
record TableContents(List<Map<String, Object>> records, List<Map<String, Object>> values) {
    private static final List<String> RECORD =
            List.of("name", "secret_uid", "revision", "due_at", "current_version_id", "current_sealed", "metadata");
    private static final List<String> VALUE = List.of("name", "secret_uid", "version_id", "sealed");

    static TableContents read(DataSource database, String prefix) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return new TableContents(
                    read(connection, prefix + "record", RECORD), read(connection, prefix + "value", VALUE));
        }
    }

    private static List<Map<String, Object>> read(Connection connection, String table, List<String> columns)
            throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT " + String.join(", ", columns) + " FROM " + table)) {
            while (found.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (String column : columns) {
                    row.put(column, found.getObject(column));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** Writes these rows in place of all that are there. */
    void write(DataSource database, String prefix) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                write(connection, prefix + "record", records);
                write(connection, prefix + "value", values);
                connection.commit();
            } catch (SQLException failure) {
                connection.rollback();
                throw failure;
            }
        }
    }

    private static void write(Connection connection, String table, List<Map<String, Object>> rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM " + table);
        }
        for (Map<String, Object> row : rows) {
            String marks = row.keySet().stream().map(column -> "?").collect(Collectors.joining(", "));
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO " + table + " (" + String.join(", ", row.keySet()) + ") VALUES (" + marks + ")")) {
                int parameter = 0;
                for (Object value : row.values()) {
                    insert.setObject(++parameter, value);
                }
                insert.execute();
            }
        }
    }

    TableContents copy() {
        return new TableContents(copy(records), copy(values));
    }

    private static List<Map<String, Object>> copy(List<Map<String, Object>> rows) {
        return rows.stream()
                .map(row -> (Map<String, Object>) new LinkedHashMap<>(row))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    Map<String, Object> record(String name) {
        return records.stream().filter(row -> isOf(name, row)).findFirst().orElseThrow();
    }

    /** Returns the row of the value that the record of the name says is current. */
    Map<String, Object> currentValue(String name) {
        return value(name, currentVersion(name));
    }

    byte[] currentVersion(String name) {
        return (byte[]) record(name).get("current_version_id");
    }

    Map<String, Object> value(String name, byte[] version) {
        return values.stream()
                .filter(row -> isOf(name, row) && Arrays.equals(version, (byte[]) row.get("version_id")))
                .findFirst()
                .orElseThrow();
    }

    static boolean isOf(String name, Map<String, Object> row) {
        return Utf8.text((byte[]) row.get("name")).equals(name);
    }
}
