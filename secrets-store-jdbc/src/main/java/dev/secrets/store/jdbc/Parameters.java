package dev.secrets.store.jdbc;

import dev.secrets.store.SecretChange.Create;
import dev.secrets.store.SecretChange.Update;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sets the parameters of one statement, one after another. */
final class Parameters {
    private final PreparedStatement statement;
    private int last;

    Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    Parameters name(String name) throws SQLException {
        return bytes(Utf8.name(name));
    }

    Parameters uid(String uid) throws SQLException {
        return bytes(Utf8.uid(uid));
    }

    Parameters versionId(String versionId) throws SQLException {
        return bytes(Utf8.versionId(versionId));
    }

    Parameters bytes(byte[] bytes) throws SQLException {
        statement.setBytes(++last, bytes);
        return this;
    }

    Parameters number(long number) throws SQLException {
        statement.setLong(++last, number);
        return this;
    }

    Parameters text(String text) throws SQLException {
        statement.setString(++last, text);
        return this;
    }

    Parameters byteArrays(byte[][] arrays) throws SQLException {
        statement.setArray(++last, statement.getConnection().createArrayOf("bytea", arrays));
        return this;
    }

    Parameters numbers(Long[] numbers) throws SQLException {
        statement.setArray(++last, statement.getConnection().createArrayOf("int8", numbers));
        return this;
    }

    Parameters texts(List<String> texts) throws SQLException {
        statement.setArray(++last, statement.getConnection().createArrayOf("text", texts.toArray()));
        return this;
    }

    /** Sets what a statement that adds a record has. */
    Parameters record(Create change) throws SQLException {
        return optionalBytes(currentSealed(change.after(), change.values())).secret(change.after());
    }

    /** Sets what a statement that replaces a record has. */
    Parameters record(Update change) throws SQLException {
        optionalBytes(currentSealed(change.after(), change.putValues()));
        Optional<String> kept = keptVersionId(change);
        return optionalVersionId(kept)
                .optionalVersionId(kept)
                .secret(change.after())
                .uid(change.expectedUid())
                .number(change.expectedRevision());
    }

    /** Returns the current version after the change, if its value may be there before it. */
    static Optional<String> keptVersionId(Update change) {
        return change.after().currentVersionId().filter(current -> keepsValue(change, current));
    }

    private static boolean keepsValue(Update change, String versionId) {
        return change.after().secretUid().equals(change.expectedUid())
                && !change.removedVersionIds().contains(versionId);
    }

    /** Returns the value of the current version, if it is among those that are put. */
    static Optional<byte[]> currentSealed(StoredSecret secret, List<StoredValue> put) {
        return put.stream()
                .filter(value -> secret.currentVersionId().equals(Optional.of(value.versionId())))
                .map(value -> value.sealed().sharedArray())
                .findFirst();
    }

    /** Sets what a record says, and its name last, in the order in which all statements that write one have them. */
    private Parameters secret(StoredSecret secret) throws SQLException {
        uid(secret.secretUid()).number(secret.revision());
        dueAt(secret.dueAt().map(Instant::toEpochMilli));
        optionalVersionId(secret.currentVersionId());
        return bytes(secret.metadata().sharedArray()).name(secret.name());
    }

    private void dueAt(Optional<Long> milliseconds) throws SQLException {
        if (milliseconds.isPresent()) {
            number(milliseconds.get());
        } else {
            statement.setNull(++last, Types.BIGINT);
        }
    }

    private Parameters optionalVersionId(Optional<String> versionId) throws SQLException {
        return versionId.isPresent() ? versionId(versionId.get()) : optionalBytes(Optional.empty());
    }

    private Parameters optionalBytes(Optional<byte[]> bytes) throws SQLException {
        if (bytes.isPresent()) {
            return bytes(bytes.get());
        }
        statement.setNull(++last, Types.VARBINARY);
        return this;
    }
}
