package dev.secrets.store.jdbc;

import dev.secrets.store.SecretChange;
import java.sql.Connection;
import java.sql.SQLException;

/** Makes a change in one transaction. */
interface ChangeWriter {
    /**
     * Makes the change, or nothing.
     *
     * @param connection in auto-commit mode; may be left out of it, but not in a transaction
     * @return whether the record was as the change expected it
     * @throws SQLException if nothing was changed
     * @throws InDoubtException if the database did not say whether the change was made
     */
    boolean write(Connection connection, SecretChange change) throws SQLException, InDoubtException;
}
