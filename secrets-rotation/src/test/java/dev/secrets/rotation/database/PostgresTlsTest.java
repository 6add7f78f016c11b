package dev.secrets.rotation.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL, whose TLS can be turned on while it runs. */
final class PostgresTlsTest extends TlsContract {
    private static PostgresServer server;
    private static ServerCertificate certificate;

    private final Database distrusting = new PostgresDatabase();

    @BeforeAll
    static void turnOn() throws GeneralSecurityException, IOException, InterruptedException, SQLException {
        server = PostgresServer.shared();
        certificate = ServerCertificate.create();
        server.execute(
                "ALTER SYSTEM SET ssl_cert_file = '" + certificate.certificate() + "'",
                "ALTER SYSTEM SET ssl_key_file = '" + certificate.key() + "'");
        set("on");
        server.createUser(USER, PASSWORD);
    }

    @AfterAll
    static void turnOff() throws SQLException {
        set("off");
    }

    /** Connections that begin from now on find it so. */
    private static void set(String onOrOff) throws SQLException {
        server.execute("ALTER SYSTEM SET ssl = " + onOrOff, "SELECT pg_reload_conf()");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!setting().equals(onOrOff)) {
            assertThat(System.nanoTime()).as("too late").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static String setting() throws SQLException {
        try (Connection connection = server.database().connect(server.superuser())) {
            return text(connection, "SHOW ssl");
        }
    }

    @Override
    DatabaseServer server() {
        return server;
    }

    @Override
    Database trusting() {
        return new PostgresDatabase(DatabaseOptions.defaults()
                .driverProperties(
                        Map.of("sslrootcert", certificate.certificate().toString())));
    }

    @Override
    String versionQuery() {
        return "SELECT coalesce(version, 'none') FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    }

    @Test
    void ssl_trueWithACertificateOfNoKnownAuthority_isRefused() {
        rotate(distrusting, login("127.0.0.1").ssl(true));

        assertRefused();
    }

    /** As AWS's templates do. */
    @Test
    void ssl_notMentionedAndNotToBeVerified_isDoneWithout() throws SQLException {
        rotate(distrusting, login("127.0.0.1"));

        assertThat(tlsOfCurrent(distrusting)).isEqualTo("none");
    }
}
