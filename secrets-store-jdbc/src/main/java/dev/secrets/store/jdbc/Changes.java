package dev.secrets.store.jdbc;

import dev.secrets.store.SecretChange;
import java.sql.SQLException;

/** Makes changes on connections that it borrows. */
interface Changes {
    /** Makes the change as {@link ChangeWriter#write} does. */
    boolean make(SecretChange change) throws SQLException, InDoubtException;
}
