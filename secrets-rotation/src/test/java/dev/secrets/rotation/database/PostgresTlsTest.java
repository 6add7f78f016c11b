package dev.secrets.rotation.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationFixture;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The member {@code ssl} of a secret, on a PostgreSQL server that has a certificate. */
final class PostgresTlsTest {
    private static final String NAME = "app/db";

    private static PostgresServer server;
    private static ServerCertificate certificate;

    @AutoClose
    private final RotationFixture fixture = new RotationFixture();

    private final Database trusting = new PostgresDatabase(DatabaseOptions.defaults()
            .driverProperties(Map.of("sslrootcert", certificate.certificate().toString())));
    private final Database distrusting = new PostgresDatabase();

    @BeforeAll
    static void turnOn() throws GeneralSecurityException, IOException, InterruptedException, SQLException {
        server = PostgresServer.shared();
        certificate = ServerCertificate.create();
        server.execute(
                "ALTER SYSTEM SET ssl_cert_file = '" + certificate.certificate() + "'",
                "ALTER SYSTEM SET ssl_key_file = '" + certificate.key() + "'");
        set("on");
        server.createUser("tls", "first");
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

    private static String text(Connection connection, String sql) throws SQLException {
        try (ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static DatabaseCredentials login(String host) {
        server.setPassword("tls", "first");
        return new DatabaseCredentials("tls", SecretValue.ofString("first"), host, server.port());
    }

    private void rotate(Database database, DatabaseCredentials first) {
        fixture.secrets.createSecret(NAME, first.toSecretValue().revealString());
        fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(RotationFixture.ROTATOR));
        fixture.scheduler(new SingleUserRotator(database)).runDue();
    }

    /** Returns the version of TLS that the rotated secret's login uses. */
    private String tlsOfCurrent(Database database) throws SQLException {
        assertThat(fixture.reasons()).isEmpty();
        try (Connection connection =
                database.connect(fixture.secrets.getSecretValue(NAME).as(DatabaseCredentials.class))) {
            return text(connection, "SELECT coalesce(version, 'none') FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
        }
    }

    private void assertRefused() {
        assertThat(fixture.reasons()).hasSize(1).first().asString().contains("Connecting to the database failed");
        assertThat(server.accepts(login("127.0.0.1").ssl(false)))
                .as("nothing was changed")
                .isTrue();
    }

    @Test
    void ssl_true_isVerifiedAndUsed() throws SQLException {
        rotate(trusting, login("127.0.0.1").ssl(true));

        assertThat(tlsOfCurrent(trusting)).startsWith("TLS");
    }

    @Test
    void ssl_trueWithACertificateOfNoKnownAuthority_isRefused() {
        rotate(distrusting, login("127.0.0.1").ssl(true));

        assertRefused();
    }

    @Test
    void ssl_trueWithACertificateForAnotherName_isRefused() {
        rotate(trusting, login("localhost").ssl(true));

        assertRefused();
    }

    @Test
    void ssl_false_isNotUsed() throws SQLException {
        rotate(trusting, login("127.0.0.1").ssl(false));

        assertThat(tlsOfCurrent(trusting)).isEqualTo("none");
    }

    @Test
    void ssl_notMentioned_isUsedWhereItCanBeVerified() throws SQLException {
        rotate(trusting, login("127.0.0.1"));

        assertThat(tlsOfCurrent(trusting)).startsWith("TLS");
    }

    /** As AWS's templates do. */
    @Test
    void ssl_notMentionedAndNotToBeVerified_isDoneWithout() throws SQLException {
        rotate(distrusting, login("127.0.0.1"));

        assertThat(tlsOfCurrent(distrusting)).isEqualTo("none");
    }
}
