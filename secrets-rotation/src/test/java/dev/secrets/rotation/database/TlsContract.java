package dev.secrets.rotation.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationFixture;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The member {@code ssl} of a secret, on a server that has a certificate. */
abstract class TlsContract {
    static final String USER = "tls";
    static final String PASSWORD = "first";

    private static final String NAME = "app/db";

    @AutoClose
    final RotationFixture fixture = new RotationFixture();

    abstract DatabaseServer server();

    /** Returns the server's database for a client that trusts its certificate. */
    abstract Database trusting();

    /** Returns what answers the version of TLS that a connection uses, or none. */
    abstract String versionQuery();

    @BeforeEach
    void setFirstPassword() {
        server().setPassword(USER, PASSWORD);
    }

    final DatabaseCredentials login(String host) {
        return new DatabaseCredentials(USER, SecretValue.ofString(PASSWORD), host, server().port());
    }

    final void rotate(Database database, DatabaseCredentials first) {
        fixture.secrets.createSecret(NAME, first.toSecretValue().revealString());
        fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(RotationFixture.ROTATOR));
        fixture.scheduler(new SingleUserRotator(database)).runDue();
    }

    /** Returns the version of TLS that the rotated secret's login uses. */
    final String tlsOfCurrent(Database database) throws SQLException {
        assertThat(fixture.reasons()).isEmpty();
        try (Connection connection =
                database.connect(fixture.secrets.getSecretValue(NAME).as(DatabaseCredentials.class))) {
            return text(connection, versionQuery());
        }
    }

    static String text(Connection connection, String sql) throws SQLException {
        try (ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    final void assertRefused() {
        assertThat(fixture.reasons()).hasSize(1).first().asString().contains("Connecting to the database failed");
        assertThat(server().accepts(login("127.0.0.1").ssl(false)))
                .as("nothing was changed")
                .isTrue();
    }

    @Test
    void ssl_true_isVerifiedAndUsed() throws SQLException {
        rotate(trusting(), login("127.0.0.1").ssl(true));

        assertThat(tlsOfCurrent(trusting())).startsWith("TLS");
    }

    @Test
    void ssl_trueWithACertificateForAnotherName_isRefused() {
        rotate(trusting(), login("localhost").ssl(true));

        assertRefused();
    }

    @Test
    void ssl_false_isNotUsed() throws SQLException {
        rotate(trusting(), login("127.0.0.1").ssl(false));

        assertThat(tlsOfCurrent(trusting())).isEqualTo("none");
    }

    @Test
    void ssl_notMentioned_isUsedWhereItCanBeVerified() throws SQLException {
        rotate(trusting(), login("127.0.0.1"));

        assertThat(tlsOfCurrent(trusting())).startsWith("TLS");
    }
}
