package dev.secrets.rotation.database;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationException;
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
     * Keeps others who call this for the same user waiting until the connection is closed or the password is changed, for a bounded
     * time. A rotator asks {@code RotationContext.requireLease} under this lock: a node that is frozen after that answer keeps
     * everybody else from setting a newer password, and one that is frozen before it gets no for an answer, so that neither sets an
     * old password over a newer one.
     */
    void lock(Connection connection, String username) throws SQLException;

    /** Sets the password of the user who is logged in, and commits that. */
    void changeOwnPassword(Connection connection, String username, SecretValue password) throws SQLException;

    /**
     * Returns whether there is such a user; one whose making by {@link #cloneUser} was interrupted does not count.
     *
     * @param superuser of somebody who may see that
     */
    boolean hasUser(Connection superuser, String username) throws SQLException;

    /**
     * Makes sure that there is a user with the rights of another, who logs in with the password, and commits that. To be repeatable:
     * the user may be there already, with other rights and another password.
     *
     * @param superuser of somebody who may do that
     * @param original whose rights it shall have; the same as {@code username} to set the password alone
     * @param username the user
     * @param password its password
     * @throws RotationException if the name is longer than the server allows: it might be cut to another user's name
     */
    void cloneUser(Connection superuser, String original, String username, SecretValue password) throws SQLException;

    /** Returns what new passwords are made of. */
    GetRandomPasswordRequest passwords();
}
