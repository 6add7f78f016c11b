package dev.secrets.rotation.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** MariaDB, whose driver needs no authority where both sides know the password. */
final class MariaDbTlsTest extends TlsContract {
    private static MariaDbServer server;

    @BeforeAll
    static void createUser() {
        server = MariaDbServer.shared();
        server.createUser(USER, PASSWORD);
    }

    @Override
    DatabaseServer server() {
        return server;
    }

    @Override
    Database trusting() {
        return new MySqlDatabase(DatabaseOptions.defaults()
                .driverProperties(Map.of(
                        "serverSslCert", server.certificate().certificate().toString())));
    }

    @Override
    String versionQuery() {
        return "SELECT coalesce(nullif(variable_value, ''), 'none') FROM information_schema.session_status"
                + " WHERE variable_name = 'Ssl_version'";
    }

    /** The server proves with the password that the certificate is its own (MariaDB Connector/J, "zero-configuration SSL"). */
    @Test
    void ssl_trueWithACertificateOfNoKnownAuthority_isVerifiedByThePassword() throws SQLException {
        Database distrusting = new MySqlDatabase();
        rotate(distrusting, login("127.0.0.1").ssl(true));

        assertThat(tlsOfCurrent(distrusting)).startsWith("TLS");
    }
}
