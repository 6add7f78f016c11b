package dev.secrets.store.jdbc;

import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretChange.Create;
import dev.secrets.store.SecretChange.Delete;
import dev.secrets.store.SecretChange.Update;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Makes a change as a transaction of a few statements, in plain SQL. The first one writes the record and so takes its row's lock
 * and decides: the number of rows tells whether the record was as expected.
 */
final class TransactionChangeWriter implements ChangeWriter {
    private final Connections connections;
    private final Statements statements;
    private final Failures failures;
    private final boolean takesTurns;
    private final Optional<String> forceSql;

    /**
     * Writes by the statements.
     *
     * @param takesTurns whether a transaction begins only when no other process has one under way. It is refused meanwhile, and does
     *     not wait: H2 2.5 would wait for ever for one that was killed in the middle of its commit
     * @param forceSql what to tell the database after a commit, so that it is durable
     */
    TransactionChangeWriter(
            Connections connections,
            Statements statements,
            Failures failures,
            boolean takesTurns,
            Optional<String> forceSql) {
        this.connections = connections;
        this.statements = statements;
        this.failures = failures;
        this.takesTurns = takesTurns;
        this.forceSql = forceSql;
    }

    @Override
    public boolean write(Connection connection, SecretChange change) throws SQLException, InDoubtException {
        connection.setAutoCommit(false);
        boolean asExpected;
        try {
            asExpected = apply(connection, change);
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack(connection, failure);
            throw failure;
        }
        if (asExpected) {
            commit(connection);
        } else {
            connection.commit(); // of nothing: a rollback may undo more than was done, on H2
        }
        return asExpected;
    }

    private boolean apply(Connection connection, SecretChange change) throws SQLException {
        if (takesTurns) {
            takeTurn(connection);
        }
        if (change instanceof Create create) {
            return create(connection, create);
        }
        return change instanceof Update update ? update(connection, update) : delete(connection, (Delete) change);
    }

    private void takeTurn(Connection connection) throws SQLException {
        try (PreparedStatement turn = connections.prepare(connection, statements.takeTurn)) {
            turn.execute();
        }
    }

    private boolean create(Connection connection, Create create) throws SQLException {
        try (PreparedStatement insert = connections.prepare(connection, statements.insertRecord)) {
            new Parameters(insert).record(create);
            insert.executeUpdate();
        } catch (SQLException failure) {
            if (failures.kind(failure) == FailureKind.DUPLICATE) {
                return false;
            }
            throw failure;
        }
        put(connection, create.after(), create.values());
        return true;
    }

    private boolean update(Connection connection, Update update) throws SQLException {
        try (PreparedStatement set = connections.prepare(connection, statements.updateRecord)) {
            new Parameters(set).record(update);
            if (set.executeUpdate() == 0) {
                return false;
            }
        }
        if (update.after().secretUid().equals(update.expectedUid())) {
            remove(connection, update.after(), update.removedVersionIds());
        } else {
            removeAll(connection, update.name());
        }
        put(connection, update.after(), update.putValues());
        return true;
    }

    private boolean delete(Connection connection, Delete delete) throws SQLException {
        try (PreparedStatement remove = connections.prepare(connection, statements.deleteRecord)) {
            new Parameters(remove).name(delete.name()).uid(delete.expectedUid()).number(delete.expectedRevision());
            if (remove.executeUpdate() == 0) {
                return false;
            }
        }
        removeAll(connection, delete.name());
        return true;
    }

    private void removeAll(Connection connection, String name) throws SQLException {
        try (PreparedStatement remove = connections.prepare(connection, statements.deleteValues)) {
            new Parameters(remove).name(name);
            remove.executeUpdate();
        }
    }

    private void remove(Connection connection, StoredSecret secret, Collection<String> versionIds) throws SQLException {
        if (versionIds.isEmpty()) {
            return;
        }
        try (PreparedStatement remove = connections.prepare(connection, statements.deleteValue)) {
            for (String versionId : versionIds) {
                new Parameters(remove)
                        .name(secret.name())
                        .uid(secret.secretUid())
                        .versionId(versionId);
                remove.addBatch();
            }
            remove.executeBatch();
        }
    }

    private void put(Connection connection, StoredSecret secret, List<StoredValue> values) throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        try (PreparedStatement put = connections.prepare(connection, statements.putValue)) {
            for (StoredValue value : values) {
                new Parameters(put)
                        .name(secret.name())
                        .uid(secret.secretUid())
                        .versionId(value.versionId())
                        .bytes(value.sealed().sharedArray());
                put.addBatch();
            }
            put.executeBatch();
        }
    }

    private void commit(Connection connection) throws SQLException, InDoubtException {
        try {
            connection.commit();
        } catch (SQLException failure) {
            rollBack(connection, failure);
            if (isRefusal(failures.kind(failure))) {
                throw failure;
            }
            throw new InDoubtException(failure);
        } catch (RuntimeException failure) {
            rollBack(connection, failure);
            throw new InDoubtException(
                    new SQLException("The commit threw " + failure.getClass().getName(), failure));
        } catch (Error failure) {
            rollBack(connection, failure);
            throw failure;
        }
        if (forceSql.isPresent()) {
            force(connection, forceSql.get());
        }
    }

    private void force(Connection connection, String sql) throws InDoubtException {
        try (PreparedStatement force = connections.prepare(connection, sql)) {
            force.execute();
        } catch (SQLException failure) {
            throw new InDoubtException(failure);
        }
    }

    /** Whether the database itself said that it did not commit. */
    private static boolean isRefusal(FailureKind kind) {
        return switch (kind) {
            case RACE, DUPLICATE, READ_ONLY, NO_SPACE -> true;
            default -> false;
        };
    }

    private void rollBack(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            reason.addSuppressed(alsoFailed);
            if (!failures.isRolledBackAlready(alsoFailed)) {
                Connections.giveUp(connection, reason);
            }
        } catch (RuntimeException alsoFailed) {
            reason.addSuppressed(alsoFailed);
            Connections.giveUp(connection, reason);
        }
    }
}
