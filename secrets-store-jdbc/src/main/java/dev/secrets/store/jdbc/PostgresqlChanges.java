package dev.secrets.store.jdbc;

import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretChange.Update;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Makes changes each as one statement, and updates that come at the same time as one together. */
final class PostgresqlChanges implements Changes, GroupCommit.Writer {
    /** Many times a transaction, and short beside a statement timeout. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Connections connections;
    private final PostgresqlChangeWriter writer;
    private final GroupCommit updates;

    PostgresqlChanges(Connections connections, Statements statements, Failures failures, Tables tables) {
        this.connections = connections;
        this.writer = new PostgresqlChangeWriter(connections, statements, failures, tables);
        this.updates = new GroupCommit(this, failures, PATIENCE);
    }

    @Override
    public boolean make(SecretChange change) throws SQLException, InDoubtException {
        return change instanceof Update update && PostgresqlUpdateGroup.takes(update)
                ? updates.write(update)
                : write(change);
    }

    @Override
    public boolean write(SecretChange change) throws SQLException, InDoubtException {
        return connections.lend(connection -> writer.write(connection, change));
    }

    @Override
    public Set<String> writeAll(List<Update> changes) throws SQLException, InDoubtException {
        return connections.lend(connection -> writer.writeAll(connection, changes));
    }
}
