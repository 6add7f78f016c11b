package dev.secrets.rotation.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.rotation.RotationFixture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PostgresRotatorTest extends DatabaseRotatorContract {
    @Override
    DatabaseServer server() {
        return PostgresServer.shared();
    }

    /** MariaDB's server and driver don't agree on names that are not ASCII. */
    @Override
    List<String> hostileNames() {
        return Stream.concat(super.hostileNames().stream(), Stream.of("ünïcödé"))
                .toList();
    }

    @Override
    int longestName() {
        return 63;
    }

    @Override
    String unitOfNames() {
        return "bytes";
    }

    @Override
    String right() {
        return "SELECT ON pg_authid";
    }

    @Override
    boolean mayUseTheRight(DatabaseCredentials login) {
        return server.allows(login, "SELECT * FROM pg_authid");
    }

    @Override
    String lock(String username) {
        return "ALTER ROLE " + username + " NOLOGIN";
    }

    @Override
    String unlock(String username) {
        return "ALTER ROLE " + username + " LOGIN";
    }

    @Test
    void cloneUser_isAMemberOfTheOriginal() {
        server.createUser("owner", "first");
        String arn = fixture.secrets
                .createSecret("superuser", server.superuser().toSecretValue().revealString())
                .arn();
        fixture.secrets.createSecret(
                "app/db",
                server.login("owner", "first").masterarn(arn).toSecretValue().revealString());

        rotate(new AlternatingUsersRotator(server.database(), fixture.secrets));

        assertThat(server.rights("owner_clone")).containsExactly("owner");
    }

    @Test
    void server_thatIsReadOnly_isToldBySqlState() {
        server.createUser("reader", "first");
        server.execute("ALTER ROLE reader SET default_transaction_read_only = on");
        fixture.secrets.createSecret(
                "app/db", server.login("reader", "first").toSecretValue().revealString());

        fixture.secrets.rotateSecret(new RotateSecretRequest("app/db").rotationLambdaArn(RotationFixture.ROTATOR));
        fixture.scheduler(new SingleUserRotator(server.database())).runDue();

        assertThat(fixture.reasons())
                .containsExactly("Step setSecret failed: Working on the database failed with SQL state 25006, error 0");
        assertThat(server.accepts(fixture.value("app/db"))).isTrue();
    }

    @Test
    void tls_required_isNotDoneWithout() {
        server.createUser(user, "first");
        createSecret(server.login(user, "first").ssl(true));

        rotate(singleUser);

        assertThat(fixture.reasons()).hasSize(1).first().asString().contains("Connecting to the database failed");
    }
}
