package dev.secrets.rotation.database;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.RotationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Logging in to a database in the steps of a rotation, and telling what goes wrong without quoting the driver. */
final class Logins {
    private final Database database;

    Logins(Database database) {
        this.database = database;
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** Logs in and does the work; returns false if the login was refused. */
    boolean with(RotationContext context, DatabaseCredentials credentials, Work work) {
        Optional<Connection> login = login(credentials);
        login.ifPresent(connection -> work(context, connection, work));
        return login.isPresent();
    }

    private Optional<Connection> login(DatabaseCredentials credentials) {
        try {
            return Optional.of(database.connect(credentials));
        } catch (SQLException failure) {
            if (database.isRefusal(failure)) {
                return Optional.empty();
            }
            throw told("Connecting to", failure);
        }
    }

    private static void work(RotationContext context, Connection connection, Work work) {
        context.closeOnAbort(() -> connection.abort(Runnable::run));
        try (connection) {
            work.on(connection);
        } catch (SQLException failure) {
            throw told("Working on", failure);
        }
    }

    private static RotationException told(String action, SQLException failure) {
        return RotationException.retryable(action + " the database failed with SQL state " + failure.getSQLState()
                + ", error " + failure.getErrorCode());
    }

    /** The third step of all rotators of databases: logs in with the pending value. */
    void test(RotationContext context) {
        try (DatabaseCredentials pending = require(context.pending(), "pending")) {
            if (!accepts(context, pending)) {
                throw RotationException.retryable("The database refuses the pending password");
            }
        }
    }

    boolean accepts(RotationContext context, DatabaseCredentials credentials) {
        return with(context, credentials, Logins::query);
    }

    private static void query(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    /** Reads credentials that a step can't do without. */
    static DatabaseCredentials require(Optional<SecretValue> value, String which) {
        return value.map(Logins::parse)
                .orElseThrow(() -> RotationException.permanent("The secret has no " + which + " value"));
    }

    static DatabaseCredentials parse(SecretValue value) {
        try (value) {
            return DatabaseCredentials.parse(value);
        }
    }
}
