package dev.secrets.rotation.database;

import dev.secrets.credentials.DatabaseCredentials;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;

/** How the member {@code ssl} of a secret is followed, as AWS's templates do (see {@link Database#connect}). */
final class Tls {
    private Tls() {}

    /** Connects with or without TLS. */
    @FunctionalInterface
    interface Connector {
        Connection connect(boolean verifiedTls) throws SQLException;
    }

    /**
     * Connects as the credentials want it.
     *
     * @param isFinal tells of a failure with TLS that none without it would make good, say a refused password
     */
    static Connection connect(DatabaseCredentials credentials, Connector connector, Predicate<SQLException> isFinal)
            throws SQLException {
        if (credentials.ssl().isPresent()) {
            return connector.connect(credentials.ssl().get());
        }
        try {
            return connector.connect(true);
        } catch (SQLException noTls) {
            if (isFinal.test(noTls)) {
                throw noTls;
            }
            return connector.connect(false);
        }
    }
}
