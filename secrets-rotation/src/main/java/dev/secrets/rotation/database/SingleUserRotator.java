package dev.secrets.rotation.database;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.DatabaseRotator;
import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.RotationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Changes the password of the secret's user, as that user. Connections that are open go on; a login with the old password fails from
 * the moment of the change on, and one with the new value of the secret succeeds a moment later, when AWSCURRENT has moved: an
 * application retries a refused login (see {@code SecretHandle.refreshAfterFailure}), or uses {@link AlternatingUsersRotator}.
 */
public final class SingleUserRotator implements DatabaseRotator {
    private final Database database;
    private final Logins logins;

    /** Makes a rotator for the users of a kind of database; hosts and users are the secrets' own. */
    public SingleUserRotator(Database database) {
        this.database = database;
        this.logins = new Logins(database);
    }

    @Override
    public void createSecret(RotationContext context) {
        if (!context.hasPending()) {
            try (DatabaseCredentials current = Logins.require(context.current(), "current");
                    SecretValue password = context.randomPassword(database.passwords());
                    DatabaseCredentials next = current.password(password);
                    SecretValue value = next.toSecretValue()) {
                context.putPending(value);
            }
        }
    }

    /** Authenticates with the current value, or else the previous one, if the pending one is not accepted yet. */
    @Override
    public void setSecret(RotationContext context) {
        try (DatabaseCredentials pending = Logins.require(context.pending(), "pending")) {
            boolean done = logins.accepts(context, pending)
                    || changed(context, context.current(), pending)
                    || changed(context, context.previous(), pending);
            if (!done) {
                throw RotationException.permanent(
                        "The database refuses the pending, the current and the previous password of the user");
            }
        }
    }

    private boolean changed(RotationContext context, Optional<SecretValue> with, DatabaseCredentials pending) {
        return with.map(Logins::parse)
                .filter(known -> {
                    try (known) {
                        return mayReplace(known, pending)
                                && logins.with(context, known, connection -> change(context, connection, pending));
                    }
                })
                .isPresent();
    }

    private void change(RotationContext context, Connection connection, DatabaseCredentials pending)
            throws SQLException {
        database.lock(connection, pending.username());
        context.requireLease();
        database.changeOwnPassword(connection, pending.username(), pending.password());
    }

    @Override
    public void testSecret(RotationContext context) {
        logins.test(context);
    }
}
