package dev.secrets.examples.quickstart;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.SecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.PassphraseRootKey;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.SecretListEntry;
import dev.secrets.model.StagingLabel;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SecretStore;
import java.util.List;
import java.util.Map;

/**
 * The life of a secret in one short program. It shows what an application writes; what it prints, a person can follow. The
 * values are made up and printed only because this is a demonstration.
 */
final class Quickstart {
    private static final String NAME = "prod/db";

    private final SecretsManager secrets;

    private Quickstart(SecretsManager secrets) {
        this.secrets = secrets;
    }

    public static void main(String[] args) {
        // What an application brings: a store, the one key that lies outside it, policies for its callers, an audit
        // listener.
        PassphraseRootKey rootKey = new PassphraseRootKey("correct horse battery staple".toCharArray());
        try (SecretStore store = new InMemorySecretStore();
                KeyManager keys = new TinkKeyManager(store, rootKey);
                EmbeddedSecretsManager secrets =
                        new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), AuditListener.none())) {
            new Quickstart(secrets).run();
        }
    }

    private void run() {
        create();
        read();
        update();
        rollBack();
        tagAndList();
        deleteAndRestore();
    }

    private void create() {
        step("Create a secret with a first value");
        String arn = secrets.createSecret(new CreateSecretRequest(NAME)
                        .secretString("{\"username\":\"app\",\"password\":\"first\",\"host\":\"db1\",\"port\":5432}")
                        .description("The application's database")
                        .tags(Map.of("team", "payments")))
                .arn();
        say("ARN", arn);
        showVersions();
    }

    private void read() {
        step("Read it as a typed secret");
        DatabaseCredentials db = secrets.getSecretValue(NAME).as(DatabaseCredentials.class);
        say("user", db.username() + " at " + db.host() + ":" + db.port());
        say("password", db.password().revealString());
        say("and printed by mistake", db.password());
    }

    private void update() {
        step("Put a new value: a new version becomes AWSCURRENT, the one before AWSPREVIOUS");
        secrets.putSecretValue(NAME, "{\"username\":\"app\",\"password\":\"second\",\"host\":\"db1\",\"port\":5432}");
        say("current", password(StagingLabel.AWSCURRENT));
        say("previous", password(StagingLabel.AWSPREVIOUS));
        showVersions();
    }

    private void rollBack() {
        step("Roll back by moving a label: no value is written");
        secrets.updateSecretVersionStage(new UpdateSecretVersionStageRequest(NAME, StagingLabel.AWSCURRENT)
                .removeFromVersionId(versionOf(StagingLabel.AWSCURRENT))
                .moveToVersionId(versionOf(StagingLabel.AWSPREVIOUS)));
        say("current", password(StagingLabel.AWSCURRENT));
        showVersions();
    }

    private void tagAndList() {
        step("Tag it, and list what is below prod/");
        secrets.createSecret("test/db", "not listed");
        secrets.tagResource(new TagResourceRequest(NAME, Map.of("environment", "production")));
        List<SecretListEntry> found = secrets.listSecrets(
                        new ListSecretsRequest().filters(new Filter(FilterKey.NAME, "prod/")))
                .secretList();
        found.forEach(secret -> say(secret.name(), secret.tags().orElse(List.of())));
    }

    private void deleteAndRestore() {
        step("Schedule its deletion: it can't be read, and can be restored for 7 days");
        say(
                "gone on",
                secrets.deleteSecret(new DeleteSecretRequest(NAME).recoveryWindowInDays(7))
                        .deletionDate());
        try {
            secrets.getSecretValue(NAME);
        } catch (InvalidRequestException refused) {
            say("refused", refused.getMessage());
        }
        secrets.restoreSecret(NAME);
        say("restored", password(StagingLabel.AWSCURRENT));
    }

    private String password(String label) {
        return secrets.getSecretValue(new GetSecretValueRequest(NAME).versionStage(label))
                .as(DatabaseCredentials.class)
                .password()
                .revealString();
    }

    private String versionOf(String label) {
        return secrets.getSecretValue(new GetSecretValueRequest(NAME).versionStage(label))
                .versionId();
    }

    private void showVersions() {
        DescribeSecretResponse secret = secrets.describeSecret(NAME);
        secret.versionIdsToStages().orElse(Map.of()).forEach((version, labels) -> say("version " + version, labels));
    }

    private static void step(String title) {
        System.out.printf("%n%s%n", title);
    }

    private static void say(String what, Object detail) {
        System.out.printf("  %-45s %s%n", what, detail);
    }
}
