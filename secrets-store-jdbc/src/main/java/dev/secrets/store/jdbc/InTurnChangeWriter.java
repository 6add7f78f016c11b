package dev.secrets.store.jdbc;

import dev.secrets.store.SecretChange;
import java.sql.Connection;
import java.sql.SQLException;

/** Makes changes one after another, each until it is on the disk. */
final class InTurnChangeWriter implements ChangeWriter {
    private final ChangeWriter writer;
    private final Turns turns;

    InTurnChangeWriter(ChangeWriter writer, Turns turns) {
        this.writer = writer;
        this.turns = turns;
    }

    @Override
    public boolean write(Connection connection, SecretChange change) throws SQLException, InDoubtException {
        turns.take();
        try {
            return writer.write(connection, change);
        } finally {
            turns.leave();
        }
    }
}
