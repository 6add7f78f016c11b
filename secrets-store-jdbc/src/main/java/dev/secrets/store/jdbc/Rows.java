package dev.secrets.store.jdbc;

import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What rows of a result mean. Columns are counted as {@link Statements} lists them. */
final class Rows {
    private static final int COLUMNS_OF_RECORD = 6;

    private Rows() {}

    static StoredSecret secret(ResultSet row) throws SQLException {
        return new StoredSecret(
                Utf8.text(bytes(row, 1)),
                Utf8.text(bytes(row, 2)),
                row.getLong(3),
                instant(row, 4),
                Optional.ofNullable(row.getBytes(5)).map(Utf8::text),
                SealedBytes.wrap(bytes(row, 6)));
    }

    static FoundSecret found(ResultSet row) throws SQLException {
        StoredSecret secret = secret(row);
        Optional<SealedBytes> sealed =
                Optional.ofNullable(row.getBytes(COLUMNS_OF_RECORD + 1)).map(SealedBytes::wrap);
        return new FoundSecret(
                secret, secret.currentVersionId().flatMap(id -> sealed.map(bytes -> new StoredValue(id, bytes))));
    }

    static StoredValue value(ResultSet row) throws SQLException {
        return new StoredValue(Utf8.text(bytes(row, 1)), SealedBytes.wrap(bytes(row, 2)));
    }

    static DueSecret due(ResultSet row) throws SQLException {
        return new DueSecret(Utf8.text(bytes(row, 1)), Instant.ofEpochMilli(row.getLong(2)));
    }

    /** A NULL where the tables allow none, because somebody changed them, is no bytes: what seals them notices. */
    static byte[] bytes(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getBytes(column)).orElseGet(() -> new byte[0]);
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        long milliseconds = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(milliseconds));
    }
}
