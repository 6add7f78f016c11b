package dev.secrets.rotation.database;

import dev.secrets.SecretsManager;
import dev.secrets.credentials.CredentialsFormatException;
import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.DatabaseRotator;
import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.RotationException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Switches the secret between two users, {@code app} and {@code app_clone}, as AWS's templates do: a rotation sets the password of
 * the one that is not current, making it with the rights of the other if it is not there. What the secret said before stays valid
 * until the next rotation but one, so that no login fails.
 *
 * <p>A superuser sets passwords and clones rights; the secret names that one's secret in its member {@code masterarn}. The second
 * user, {@code app_clone}, gets the rights that the first has when it is made; on PostgreSQL it is a member of the first and so
 * follows it. If it is the first that is not there, it gets those of the second in the same way.
 */
public final class AlternatingUsersRotator implements DatabaseRotator {
    private static final String SUFFIX = "_clone";

    private final Database database;
    private final SecretsManager superusers;
    private final Logins logins;

    /**
     * Makes a rotator for the users of a kind of database.
     *
     * @param superusers reads the superusers' secrets: a manager bound to a caller that may do nothing else
     */
    public AlternatingUsersRotator(Database database, SecretsManager superusers) {
        this.database = database;
        this.superusers = superusers;
        this.logins = new Logins(database);
    }

    private static String original(String username) {
        return username.endsWith(SUFFIX) ? username.substring(0, username.length() - SUFFIX.length()) : username;
    }

    private static String other(String username) {
        return username.endsWith(SUFFIX) ? original(username) : username + SUFFIX;
    }

    /** Host, port and superuser stay; the user may be either of the two. */
    @Override
    public boolean mayReplace(DatabaseCredentials current, DatabaseCredentials pending) {
        return pending.host().equals(current.host())
                && pending.port() == current.port()
                && pending.masterarn().equals(current.masterarn())
                && original(pending.username()).equals(original(current.username()));
    }

    @Override
    public void createSecret(RotationContext context) {
        if (!context.hasPending()) {
            try (DatabaseCredentials current = Logins.require(context.current(), "current");
                    SecretValue password = context.randomPassword(database.passwords());
                    DatabaseCredentials renamed = current.username(other(current.username()));
                    DatabaseCredentials next = renamed.password(password);
                    SecretValue value = next.toSecretValue()) {
                context.putPending(value);
            }
        }
    }

    /**
     * Goes through with it even if the pending password is accepted already: that does not tell whether an earlier try got to the end
     * of a user's rights and accounts.
     */
    @Override
    public void setSecret(RotationContext context) {
        try (DatabaseCredentials pending = Logins.require(context.pending(), "pending");
                DatabaseCredentials current = Logins.require(context.current(), "current")) {
            if (pending.username().equals(current.username())) {
                requireAccepted(context, pending);
                return;
            }
            try (DatabaseCredentials superuser = superuser(current)) {
                if (!logins.with(context, superuser, connection -> set(context, connection, current, pending))) {
                    throw RotationException.permanent("The database refuses the superuser's password");
                }
            }
        }
    }

    /**
     * The pending version is current if an earlier try finished it; another password of the user who is in use must not be set: that
     * is what this rotator is for.
     */
    private void requireAccepted(RotationContext context, DatabaseCredentials pending) {
        if (!logins.accepts(context, pending)) {
            throw RotationException.permanent("The pending value is for the user who is current");
        }
    }

    private DatabaseCredentials superuser(DatabaseCredentials current) {
        String arn = current.masterarn()
                .orElseThrow(
                        () -> RotationException.permanent("The secret names no superuser in its member masterarn"));
        try (SecretValue value = superusers.getSecretValue(arn).secretValue()) {
            return requireSameHost(DatabaseCredentials.parse(value), current);
        } catch (CredentialsFormatException unreadable) {
            throw RotationException.permanent("The superuser's secret holds no database credentials");
        }
    }

    private static DatabaseCredentials requireSameHost(DatabaseCredentials superuser, DatabaseCredentials current) {
        if (!superuser.host().equals(current.host()) || superuser.port() != current.port()) {
            superuser.close();
            throw RotationException.permanent("The superuser's secret is for another host or port");
        }
        return superuser;
    }

    /** The user without the suffix is the one whose rights count, unless it is not there yet. */
    private void set(
            RotationContext context, Connection connection, DatabaseCredentials current, DatabaseCredentials pending)
            throws SQLException {
        database.lock(connection, pending.username());
        context.requireLease();
        String original = original(pending.username());
        String model = database.hasUser(connection, original) ? original : current.username();
        database.cloneUser(connection, model, pending.username(), pending.password());
    }

    @Override
    public void testSecret(RotationContext context) {
        logins.test(context);
    }
}
