package dev.secrets.rotation.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationFixture;
import dev.secrets.rotation.Rotator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MariaDbRotatorTest extends DatabaseRotatorContract {
    @Override
    DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    int longestName() {
        return 128;
    }

    @Override
    String unitOfNames() {
        return "characters";
    }

    @Override
    String right() {
        return "SELECT ON mysql.plugin";
    }

    @Override
    boolean mayUseTheRight(DatabaseCredentials login) {
        return server.allows(login, "SELECT * FROM mysql.plugin");
    }

    @Override
    String lock(String username) {
        return "ALTER USER " + username + "@'%' ACCOUNT LOCK";
    }

    @Override
    String unlock(String username) {
        return "ALTER USER " + username + "@'%' ACCOUNT UNLOCK";
    }

    @Test
    void cloneUser_interruptedForAnOriginalThatIsNotThere_isNotCurrentWithoutTheRights() {
        String superuser = user + "super";
        server.createUser(superuser, "above");
        server.createUser(user + "_clone", "first");
        server.execute(
                "GRANT CREATE USER ON *.* TO " + superuser + " WITH GRANT OPTION",
                "GRANT SELECT, UPDATE ON mysql.* TO " + superuser,
                "GRANT SELECT ON app.* TO " + user + "_clone");
        createSecret(
                server.login(user + "_clone", "first").masterarn(superuserSecret(server.login(superuser, "above"))));
        Rotator alternating = new AlternatingUsersRotator(server.database(), fixture.secrets);
        rotate(alternating);
        assertThat(fixture.reasons()).hasSize(1);

        server.execute("GRANT SELECT ON app.* TO " + superuser + " WITH GRANT OPTION");
        fixture.clock.advance(Duration.ofHours(2));
        run(alternating);

        assertThat(fixture.reasons()).hasSize(1);
        assertThat(current().username()).isEqualTo(user);
        assertThat(server.rights(user)).contains("GRANT SELECT ON `app`.* TO `" + user + "`@`%`");
    }

    @Test
    void cloneUser_hasTheRightsOfTheOriginal() {
        server.createUser("own`er TO", "first");
        server.execute(
                "CREATE DATABASE `odd TO ``db?`",
                "CREATE ROLE reporting",
                "GRANT SELECT, INSERT ON app.* TO `own``er TO`@'%' WITH GRANT OPTION",
                "GRANT SELECT ON `odd TO ``db?`.* TO `own``er TO`@'%'",
                "GRANT reporting TO `own``er TO`@'%'");
        String arn = fixture.secrets
                .createSecret("superuser", server.superuser().toSecretValue().revealString())
                .arn();
        fixture.secrets.createSecret(
                "app/db",
                server.login("own`er TO", "first")
                        .masterarn(arn)
                        .toSecretValue()
                        .revealString());

        rotate(new AlternatingUsersRotator(server.database(), fixture.secrets));

        assertThat(fixture.reasons()).isEmpty();
        assertThat(server.rights("own`er TO_clone").stream()
                        .map(grant -> grant.replace("_clone", "").replaceAll(" IDENTIFIED.*", ""))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(server.rights("own`er TO").stream()
                        .map(grant -> grant.replaceAll(" IDENTIFIED.*", ""))
                        .toList());
    }

    @Test
    void cloneUser_besideARoleOfTheSameName_isOfTheUserAlone() {
        server.createUser(user, "first");
        server.execute("CREATE ROLE " + user, "GRANT SELECT ON app.* TO " + user + "@'%'");
        createSecret(server.login(user, "first").masterarn(superuserSecret(server.superuser())));

        rotate(new AlternatingUsersRotator(server.database(), fixture.secrets));

        assertThat(fixture.reasons()).isEmpty();
        assertThat(server.rights(user + "_clone")).contains("GRANT SELECT ON `app`.* TO `" + user + "_clone`@`%`");
    }

    /** A user from whose own machine no password is asked. */
    @Test
    void cloneUser_withAnAccountThatHasNoPassword_setsThoseOfTheOthers() {
        server.createUser(user, "first");
        server.execute("CREATE USER " + user + "@localhost IDENTIFIED VIA unix_socket");
        createSecret(server.login(user, "first").masterarn(superuserSecret(server.superuser())));
        Rotator alternating = new AlternatingUsersRotator(server.database(), fixture.secrets);

        for (String expected : List.of(user + "_clone", user)) {
            rotate(alternating);
            assertThat(fixture.reasons()).isEmpty();
            assertThat(current().username()).isEqualTo(expected);
            assertThat(server.accepts(current())).isTrue();
        }
    }

    @Test
    void cloneUser_thatActsForOthers_doesSoToo() {
        List<String> privileges = List.of(
                "INSERT INTO mysql.proxies_priv (Host, User, Proxied_host, Proxied_user, With_grant, Grantor)"
                        + " VALUES ('127.0.0.1', '" + DatabaseServer.SUPERUSER + "', '', '', 1, '')",
                "FLUSH PRIVILEGES");
        server.execute(privileges.toArray(String[]::new));
        server.createUser(user, "first");
        server.execute(
                "GRANT PROXY ON `o'brien`@'10.%' TO " + user + "@'%' WITH GRANT OPTION",
                "GRANT PROXY ON other@'%' TO " + user + "@'%'");
        createSecret(server.login(user, "first").masterarn(superuserSecret(server.superuser())));

        rotate(new AlternatingUsersRotator(server.database(), fixture.secrets));

        assertThat(fixture.reasons()).isEmpty();
        assertThat(server.rights(user + "_clone"))
                .contains(
                        "GRANT PROXY ON 'o'brien'@'10.%' TO '" + user + "_clone'@'%' WITH GRANT OPTION",
                        "GRANT PROXY ON 'other'@'%' TO '" + user + "_clone'@'%'");
    }

    @Test
    void cloneUser_interruptedBeforeTheRights_isNotCurrentWithoutThem() {
        String superuser = user + "super";
        server.createUser(superuser, "above");
        server.createUser(user, "first");
        server.execute(
                "GRANT CREATE USER ON *.* TO " + superuser + " WITH GRANT OPTION",
                "GRANT SELECT, UPDATE ON mysql.* TO " + superuser,
                "GRANT SELECT ON app.* TO " + user);
        createSecret(server.login(user, "first").masterarn(superuserSecret(server.login(superuser, "above"))));
        Rotator alternating = new AlternatingUsersRotator(server.database(), fixture.secrets);

        rotate(alternating);
        fixture.clock.advance(Duration.ofHours(2));
        run(alternating);

        assertThat(fixture.reasons()).hasSize(2).allMatch(reason -> reason.startsWith("Step setSecret failed"));
        assertThat(current().username()).isEqualTo(user);
        server.execute("GRANT SELECT ON app.* TO " + superuser + " WITH GRANT OPTION");
        fixture.clock.advance(Duration.ofHours(4));
        run(alternating);

        assertThat(fixture.reasons()).hasSize(2);
        assertThat(current().username()).isEqualTo(user + "_clone");
        assertThat(server.accepts(current())).isTrue();
        assertThat(server.rights(user + "_clone")).contains("GRANT SELECT ON `app`.* TO `" + user + "_clone`@`%`");
    }

    @Test
    void cloneUser_ofAnAccountThatIsLocked_isLocked() {
        server.createUser(user, "first");
        server.execute(
                "CREATE USER " + user + "@'10.%' IDENTIFIED BY 'other' ACCOUNT LOCK",
                "CREATE USER " + user + "_clone@'10.%' IDENTIFIED BY 'another'");
        createSecret(server.login(user, "first").masterarn(superuserSecret(server.superuser())));

        rotate(new AlternatingUsersRotator(server.database(), fixture.secrets));

        assertThat(fixture.reasons()).isEmpty();
        assertThat(server.accepts(current())).isTrue();
        assertThat(((MariaDbServer) server)
                        .query(
                                "SELECT CONCAT(Host, ' ', COALESCE(JSON_VALUE(Priv, '$.account_locked'), 0))"
                                        + " FROM mysql.global_priv WHERE User = ? ORDER BY Host",
                                user + "_clone"))
                .containsExactly("% 0", "10.% 1");
    }

    @Test
    void cloneUser_demandsOfTlsWhatTheOriginalDoes() throws SQLException {
        String subject = "/CN=o'brien";
        for (String requirement : List.of(
                "NONE", "SSL", "X509", "SUBJECT '" + subject.replace("'", "''") + "' AND ISSUER '/CN=authority'")) {
            server.createUser("careful", "first");
            server.execute("ALTER USER careful@'%' REQUIRE " + requirement);
            try (Connection superuser = server.database().connect(server.superuser())) {
                server.database().cloneUser(superuser, "careful", "careful_clone", SecretValue.ofString("second"));
            }
            assertThat(tlsOf("careful_clone")).isEqualTo(tlsOf("careful"));
            server.execute("DROP USER careful@'%', careful_clone@'%'");
        }
    }

    private List<String> tlsOf(String name) {
        return ((MariaDbServer) server)
                .query(
                        "SELECT CONCAT_WS(', ', ssl_type, ssl_cipher, x509_issuer, x509_subject) FROM mysql.user"
                                + " WHERE User = ?",
                        name);
    }

    /** MariaDB proves its own certificate by the password (MDEV-31855), so that it is verified without any trust store. */
    @Test
    void tls_required_isUsed() throws SQLException {
        server.createUser(user, "first");
        createSecret(server.login(user, "first").ssl(true));

        rotate(singleUser);

        assertThat(fixture.reasons()).isEmpty();
        DatabaseCredentials current = fixture.secrets.getSecretValue("app/db").as(DatabaseCredentials.class);
        try (Connection connection = server.database().connect(current);
                ResultSet cipher = connection.createStatement().executeQuery("SHOW STATUS LIKE 'Ssl_cipher'")) {
            cipher.next();
            assertThat(cipher.getString(2)).startsWith("TLS");
        }
    }

    /** What MariaDB also answers to some who are not there. */
    @Test
    void login_ofAUserWithoutPassword_isRefused() {
        server.execute("CREATE USER " + user + "@'%' IDENTIFIED VIA unix_socket");

        assertThat(server.accepts(server.login(user, "any"))).isFalse();
    }

    @Test
    void cloneUser_inSqlModesWithOtherQuotes_hasTheRightsOfTheOriginal() {
        createSecret(server.login(user, "first").masterarn(superuserSecret(server.superuser())));
        server.createUser(user, "first");
        server.execute("GRANT SELECT ON app.* TO " + user);
        for (String mode : List.of(
                "ANSI_QUOTES,STRICT_ALL_TABLES", "ANSI", "ORACLE", "NO_BACKSLASH_ESCAPES", "PAD_CHAR_TO_FULL_LENGTH")) {
            server.execute("SET GLOBAL sql_mode = '" + mode + "', GLOBAL sql_quote_show_create = OFF");
            try {
                server.execute("DROP USER IF EXISTS " + user + "_clone");
                rotate(new AlternatingUsersRotator(server.database(), fixture.secrets));
            } finally {
                server.execute("SET GLOBAL sql_mode = DEFAULT, GLOBAL sql_quote_show_create = DEFAULT");
            }
            assertThat(fixture.reasons()).as(mode).isEmpty();
            assertThat(server.rights(user + "_clone"))
                    .as(mode)
                    .contains("GRANT SELECT ON `app`.* TO `" + user + "_clone`@`%`");
            rotate(new AlternatingUsersRotator(server.database(), fixture.secrets));
        }
    }

    @Test
    void server_thatIsReadOnly_isToldByItsError() {
        server.createUser("reader", "first");
        fixture.secrets.createSecret(
                "app/db", server.login("reader", "first").toSecretValue().revealString());
        fixture.secrets.rotateSecret(new RotateSecretRequest("app/db").rotationLambdaArn(RotationFixture.ROTATOR));
        server.execute("SET GLOBAL read_only = ON");
        try {
            fixture.scheduler(new SingleUserRotator(server.database())).runDue();
        } finally {
            server.execute("SET GLOBAL read_only = OFF");
        }

        assertThat(fixture.reasons())
                .containsExactly(
                        "Step setSecret failed: Working on the database failed with SQL state HY000, error 1290");
        assertThat(server.accepts(fixture.value("app/db"))).isTrue();
    }
}
