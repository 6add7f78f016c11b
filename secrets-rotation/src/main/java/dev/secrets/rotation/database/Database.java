package dev.secrets.rotation.database;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.SecretValue;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a rotator needs of one kind of database. An implementation quotes every name and password, has a bound on the time that each
 * call takes, and keeps passwords out of the server's logs where the server allows that. Thread-safe.
 */
public interface Database {
    /**
     * Logs in, as the credentials' {@code ssl} wants it: with a verified certificate, without TLS, or, if that is absent, with a
     * verified certificate where the server has one and otherwise without TLS. The caller closes what is returned.
     *
     * @throws SQLException if that was not possible
     */
    Connection connect(DatabaseCredentials credentials) throws SQLException;

    /** Returns whether a failure to connect means that the user or the password was refused. */
    boolean isRefusal(SQLException failure);

    /**
     * Sets the password of the user who is logged in.
     *
     * @param fence kept beside the user and compared, if the database can do that with the change in one transaction
     * @throws dev.secrets.model.LeaseLostException if the database has seen a later lease; nothing was changed
     */
    void changeOwnPassword(Connection connection, String username, SecretValue password, Fence fence)
            throws SQLException;

    /**
     * Makes sure that there is a user with the rights of another, who logs in with the password. To be repeatable: the user may be
     * there already, with other rights and another password.
     *
     * @param superuser of somebody who may do that
     * @param original whose rights it shall have; the same as {@code username} to set the password alone
     * @param username the user
     * @param password its password
     * @param fence as for {@link #changeOwnPassword}
     * @throws dev.secrets.model.LeaseLostException if the database has seen a later lease; nothing was changed
     */
    void cloneUser(Connection superuser, String original, String username, SecretValue password, Fence fence)
            throws SQLException;

    /** Returns the longest name that a user may have, in bytes of UTF-8. A longer one might be cut to another user's name. */
    int longestUsername();

    /** Returns what new passwords are made of. */
    GetRandomPasswordRequest passwords();
}
