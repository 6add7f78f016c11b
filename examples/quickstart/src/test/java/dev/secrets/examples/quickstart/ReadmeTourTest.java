package dev.secrets.examples.quickstart;

import static dev.secrets.model.StagingLabel.AWSPREVIOUS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.AuditedStoreEvents;
import dev.secrets.EmbeddedOptions;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.Region;
import dev.secrets.SecretsManager;
import dev.secrets.audit.AuditJournalVerifier;
import dev.secrets.audit.AuditListener;
import dev.secrets.audit.JournalAuditListener;
import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.keys.KeyFileRootKey;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.RootKey;
import dev.secrets.model.StopReplicationToReplicaRequest;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.policy.InMemoryIdentityPolicies;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicyType;
import dev.secrets.policy.PrincipalPolicies;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SecretStore;
import dev.secrets.store.file.FileSecretStore;
import dev.secrets.store.file.FileStoreOptions;
import dev.secrets.store.jdbc.JdbcSecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's tour, compiled and run; and the check that the README shows exactly this. */
final class ReadmeTourTest {
    private static final Path SOURCE =
            Path.of("src/test/java", ReadmeTourTest.class.getName().replace('.', '/') + ".java");
    /** The section on rotation needs a database to run on. */
    private static final Path ROTATION =
            Path.of("../hikari-rotation/src/test/java/dev/secrets/examples/hikari/RotationTourTest.java");

    private static final Path ROTATOR =
            Path.of("../hikari-rotation/src/test/java/dev/secrets/examples/hikari/MailKeyRotator.java");

    private static final Path README = Path.of("../../README.md");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void tour_runs() {
        // spotless:off
        Path keyFile = directory.resolve("root.key");
        var allowTeam = PolicyDocument.parse(
                """
                {"Version": "2012-10-17", "Statement": {
                  "Effect": "Allow",
                  "Action": "secretsmanager:GetSecretValue",
                  "Resource": "*",
                  "Condition": {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}}}
                """,
                PolicyType.IDENTITY);
        IdentityPolicies policies = new InMemoryIdentityPolicies()
                .with("arn:aws:iam::000000000000:role/app", new PrincipalPolicies(allowTeam));

        RootKey rootKey = KeyFileRootKey.openOrCreate(keyFile); // or a passphrase, or any Tink Aead and so any KMS
        SecretStore store = new InMemorySecretStore();
        KeyManager keys = new TinkKeyManager(store, rootKey);
        AuditListener audit = event -> System.out.println(event.eventName() + " by " + event.principal());
        var secrets = new EmbeddedSecretsManager(store, keys, policies, audit);

        secrets.createSecret(new CreateSecretRequest("prod/db")
                .secretString("{\"username\":\"app\",\"password\":\"pa55\",\"host\":\"db1\",\"port\":5432}")
                .tags(Map.of("team", "payments")));
        DatabaseCredentials db = secrets.getSecretValue("prod/db").as(DatabaseCredentials.class);
        assertThat(db.password().revealString()).isEqualTo("pa55");

        secrets.putSecretValue("prod/db", "{\"username\":\"app\",\"password\":\"n3w\",\"host\":\"db1\",\"port\":5432}");
        var previous = secrets.getSecretValue(new GetSecretValueRequest("prod/db").versionStage(AWSPREVIOUS)); // a constant of StagingLabel
        assertThat(previous.secretString().orElseThrow()).contains("pa55");

        SecretsManager app = secrets.as(CallerIdentity.of("arn:aws:iam::000000000000:role/app").tag("team", "payments"));
        app.getSecretValue("prod/db"); // authorised, decrypted, audited

        secrets.deleteSecret(new DeleteSecretRequest("prod/db").recoveryWindowInDays(7));
        secrets.restoreSecret("prod/db");
        assertThat(app.getSecretValue("prod/db").secretString().orElseThrow()).contains("n3w");
        // spotless:on
    }

    @Test
    void store_onADisk_keepsSecretsAndATrail() {
        Path directory = this.directory;
        IdentityPolicies policies = IdentityPolicies.none();
        // spotless:off
        var events = new AuditedStoreEvents();
        try (var rootKey = KeyFileRootKey.openOrCreate(directory.resolve("root.key"));
                var store = new FileSecretStore(
                        directory.resolve("secrets"), rootKey, FileStoreOptions.defaults().listener(events));
                var keys = new TinkKeyManager(store, rootKey);
                var trail = new JournalAuditListener(directory.resolve("trail"), keys.auditMac());
                var secrets = new EmbeddedSecretsManager(store, keys, policies, trail)) {
            events.attachTo(trail); // what the store noticed while it was opened
            secrets.createSecret("prod/db", "pa55");
        }

        try (var rootKey = KeyFileRootKey.openOrCreate(directory.resolve("root.key"));
                var store = new FileSecretStore(directory.resolve("secrets"), rootKey);
                var keys = new TinkKeyManager(store, rootKey)) {
            var report = new AuditJournalVerifier(keys.auditMac()).verify(directory.resolve("trail"));
            assertThat(report.problems()).isEmpty();
        }
        // spotless:on
    }

    @Test
    void store_onADatabase_keepsSecrets() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:readme;DB_CLOSE_DELAY=-1");
        RootKey rootKey = KeyFileRootKey.create(directory.resolve("root.key"));
        // spotless:off
        JdbcSecretStore store = new JdbcSecretStore(dataSource); // the application's pool; stays the application's
        store.createSchema(); // or let Flyway, Liquibase or a person run secrets-store-jdbc/<database>/V1__secrets_store.sql of the jar
        KeyManager keys = new TinkKeyManager(store, rootKey);
        // spotless:on
        try (var secrets = new EmbeddedSecretsManager(store, keys, new InMemoryIdentityPolicies(), event -> {})) {
            secrets.createSecret("prod/db", "pa55");
            assertThat(secrets.getSecretValue("prod/db").secretString()).contains("pa55");
        }
    }

    @Test
    void replication_runs() {
        // spotless:off
        RootKey frankfurtRootKey = KeyFileRootKey.create(directory.resolve("frankfurt.key"));
        RootKey dublinRootKey = KeyFileRootKey.create(directory.resolve("dublin.key"));
        SecretStore frankfurt = new InMemorySecretStore();
        SecretStore dublin = new InMemorySecretStore();
        KeyManager frankfurtKeys = new TinkKeyManager(frankfurt, frankfurtRootKey);
        KeyManager dublinKeys = new TinkKeyManager(dublin, dublinRootKey);
        IdentityPolicies policies = IdentityPolicies.none();
        AuditListener audit = AuditListener.none();

        Map<String, Region> regions = Map.of(
                "eu-central-1", new Region(frankfurt, frankfurtKeys),
                "eu-west-1", new Region(dublin, dublinKeys));
        var primary = new EmbeddedSecretsManager(frankfurt, frankfurtKeys, policies, audit,
                EmbeddedOptions.defaults().region("eu-central-1").regions(regions));
        var standby = new EmbeddedSecretsManager(dublin, dublinKeys, policies, audit,
                EmbeddedOptions.defaults().region("eu-west-1").regions(regions));

        primary.createSecret(new CreateSecretRequest("prod/db").secretString("pa55")
                .addReplicaRegions(new ReplicaRegionType("eu-west-1")));
        primary.replicationQueue().run(); // it goes by itself, too; this does not wait for it
        standby.getSecretValue("prod/db"); // the same version, under Dublin's own keys

        standby.stopReplicationToReplica(new StopReplicationToReplicaRequest("prod/db"));
        standby.putSecretValue("prod/db", "n3w"); // Frankfurt need not be there for this
        assertThat(standby.getSecretValue("prod/db").secretString()).contains("n3w");
        // spotless:on
        primary.close();
        standby.close();
    }

    @Test
    void readme_showsTheTour() throws IOException {
        List<String> blocks = readmeBlocks();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(13);
        String elsewhere = withoutIndentation(Files.readString(ROTATION) + Files.readString(ROTATOR));
        List<String> ownBlocks =
                blocks.stream().filter(block -> !elsewhere.contains(block)).toList();
        assertThat(withoutIndentation(Files.readString(SOURCE))).containsSubsequence(ownBlocks);
    }

    private static List<String> readmeBlocks() throws IOException {
        return JAVA_BLOCK
                .matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .map(ReadmeTourTest::withoutIndentation)
                .toList();
    }

    private static String withoutIndentation(String code) {
        return Pattern.compile("^ +", Pattern.MULTILINE).matcher(code).replaceAll("");
    }
}
