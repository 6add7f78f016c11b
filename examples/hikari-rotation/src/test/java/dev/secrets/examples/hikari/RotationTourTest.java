package dev.secrets.examples.hikari;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.SecretHandle;
import dev.secrets.audit.AuditListener;
import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.rotation.PlainRootKey;
import dev.secrets.rotation.RotationScheduler;
import dev.secrets.rotation.database.PostgresDatabase;
import dev.secrets.rotation.database.PostgresServer;
import dev.secrets.rotation.database.SingleUserRotator;
import dev.secrets.store.InMemorySecretStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The README's section on rotation, compiled and run on PostgreSQL; the tour's test checks that the README shows exactly this. */
final class RotationTourTest {
    private final PostgresServer server = PostgresServer.shared();

    @Test
    void tour_runs() throws SQLException {
        server.createUser("tour", "first");
        String first = server.login("tour", "first").toSecretValue().revealString();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres");
        var store = new InMemorySecretStore();
        var keys = new TinkKeyManager(store, new PlainRootKey());
        var secrets = new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), AuditListener.none());
        secrets.createSecret("prod/db", first);
        // spotless:off

        var postgres = new SingleUserRotator(new PostgresDatabase());
        var rotation = new RotationScheduler(secrets, secrets.rotationQueue(), Map.of("postgres", postgres));
        rotation.start(); // on every node that shall take part; close() lets what runs finish
        secrets.rotateSecret(new RotateSecretRequest("prod/db")
                .rotationLambdaArn("postgres")
                .rotationRules(RotationRules.afterDays(30))); // now, and every 30 days

        var login = new SecretHandle<>(secrets, "prod/db", DatabaseCredentials.class);
        HikariDataSource pool = RotatingPool.open(config, login); // 20 lines, in examples/hikari-rotation
        // spotless:on
        try (rotation;
                login;
                pool;
                Connection connection = pool.getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
            awaitRotated(secrets);
            assertThat(server.accepts(secrets.getSecretValue("prod/db").as(DatabaseCredentials.class)))
                    .isTrue();
            assertThat(server.accepts(first)).isFalse();
        }
        secrets.close();
    }

    @Test
    void rotatorOfOnesOwn_rotates() {
        MailService service = new MailService("first");
        var store = new InMemorySecretStore();
        var keys = new TinkKeyManager(store, new PlainRootKey());
        try (var secrets = new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), AuditListener.none());
                var rotation = new RotationScheduler(
                        secrets, secrets.rotationQueue(), Map.of("mail", new MailKeyRotator(service)))) {
            rotation.start();
            secrets.createSecret("prod/db", "first");
            secrets.rotateSecret(new RotateSecretRequest("prod/db").rotationLambdaArn("mail"));
            awaitRotated(secrets);

            service.signIn("first");
            String rotated = secrets.getSecretValue("prod/db").secretString().orElseThrow();
            assertThat(rotated).isNotEqualTo("first");
            service.signIn(rotated);
        }
    }

    private static void awaitRotated(EmbeddedSecretsManager secrets) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (secrets.describeSecret("prod/db").lastRotatedDate().isEmpty()) {
            assertThat(System.nanoTime()).as("too late").isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
