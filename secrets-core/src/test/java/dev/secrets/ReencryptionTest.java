package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.keys.KeyManager;
import dev.secrets.maintenance.KeyReference;
import dev.secrets.maintenance.ReencryptionOptions;
import dev.secrets.maintenance.ReencryptionProgress;
import dev.secrets.maintenance.ReencryptionReport;
import dev.secrets.maintenance.Unreadable;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.FaultySecretStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class ReencryptionTest {
    private static final String DEFAULT = KeyManager.DEFAULT_KEY_ID;

    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final EmbeddedSecretsManager secrets = fixture.secrets;
    private final KeyAdministration keys = secrets.keys();

    private ReencryptionReport reencrypt() {
        return reencrypt(ReencryptionOptions.defaults());
    }

    private ReencryptionReport reencrypt(ReencryptionOptions options) {
        return secrets.reencrypt(options, progress -> {});
    }

    private List<String> formerReferences(String keyId) {
        String current = keys.describeKey(keyId).currentMaterial().keyMaterialId();
        return keys.references(keyId).stream()
                .filter(reference -> !reference.key().keyMaterialId().equals(current))
                .map(KeyReference::toString)
                .toList();
    }

    @Test
    void reencrypt_afterRotation_movesEveryVersionAndLeavesNothingBehind() {
        String first = fixture.create("one", "a");
        fixture.put("one", "b");
        fixture.put("one", "c");
        fixture.create("two", "d");
        fixture.createEmpty("empty");
        keys.rotateKey(DEFAULT);

        ReencryptionReport report = reencrypt();

        assertThat(report.records()).isEqualTo(3);
        assertThat(report.recordsWritten()).isEqualTo(2);
        assertThat(report.moved()).isEqualTo(4);
        assertThat(report.alreadyCurrent()).isZero();
        assertThat(report.unreadable()).isEmpty();
        assertThat(report.remaining()).isEmpty();
        assertThat(formerReferences(DEFAULT)).isEmpty();
        assertThat(fixture.value("one")).isEqualTo("c");
        assertThat(secrets.getSecretValue(new GetSecretValueRequest("one").versionId(first))
                        .secretString())
                .contains("a");
        assertThat(fixture.value("two")).isEqualTo("d");
    }

    @Test
    void reencrypt_again_writesNothing() {
        fixture.create("one", "a");
        keys.rotateKey(DEFAULT);
        reencrypt();
        Map<StoredSecret, ?> before = fixture.content();

        ReencryptionReport report = reencrypt();

        assertThat(report.moved()).isZero();
        assertThat(report.alreadyCurrent()).isEqualTo(1);
        assertThat(fixture.content()).isEqualTo(before);
    }

    @Test
    void reencrypt_secret_looksTheSameToCallers() {
        fixture.create("one", "a");
        fixture.put("one", "b");
        DescribeSecretResponse before = secrets.describeSecret("one");
        keys.rotateKey(DEFAULT);
        fixture.clock.advance(Duration.ofDays(3));

        reencrypt();

        assertThat(secrets.describeSecret("one")).isEqualTo(before);
    }

    @Test
    void reencrypt_unreadableValues_areNamedAndHoldUpNothing() {
        String damaged = fixture.create("damaged", "a");
        String sound = fixture.put("damaged", "b");
        String missing = fixture.create("missing", "c");
        fixture.create("sound", "d");
        secrets.createSecret(
                new CreateSecretRequest("disabled").kmsKeyId("alias/k").secretString("e"));
        Damage.value(fixture.store, "damaged", damaged);
        Damage.removeValue(fixture.store, "missing", missing);
        Damage.metadata(fixture.store, "sound");
        fixture.expectDamaged("sound");
        keys.rotateKey("alias/k");
        keys.rotateKey(DEFAULT);
        keys.disableKey("alias/k");

        ReencryptionReport report = reencrypt();

        Map<String, String> reasons = report.unreadable().stream()
                .collect(Collectors.toMap(
                        unreadable -> unreadable.name()
                                + unreadable.versionId().map(id -> " " + id).orElse(""),
                        Unreadable::reason));
        assertThat(reasons)
                .hasSize(4)
                .containsEntry("damaged " + damaged, "it was changed or belongs elsewhere")
                .containsEntry("missing " + missing, "it is missing")
                .containsEntry("sound", "it was changed or belongs elsewhere")
                .containsValue("key 'alias/k' is DISABLED");
        assertThat(report.moved()).isEqualTo(1);
        assertThat(report.remaining().values().stream().mapToLong(n -> n).sum()).isEqualTo(3);
        assertThat(secrets.getSecretValue(new GetSecretValueRequest("damaged").versionId(sound))
                        .secretString())
                .contains("b");
        assertThat(fixture.store.values("damaged", fixture.record("damaged").secretUid()))
                .hasSize(2);
    }

    @Test
    void reencrypt_toAnotherKey_movesValuesAndSettings() {
        secrets.createSecret(
                new CreateSecretRequest("app").kmsKeyId("alias/old").secretString("a"));
        fixture.create("other", "b");

        ReencryptionReport report = reencrypt(
                ReencryptionOptions.defaults().sourceKeyId("alias/old").destinationKeyId("aws/secretsmanager"));

        assertThat(report.moved()).isEqualTo(1);
        assertThat(keys.references("alias/old")).isEmpty();
        assertThat(secrets.describeSecret("app").kmsKeyId()).isEmpty();
        assertThat(fixture.value("app")).isEqualTo("a");
    }

    @Test
    void reencrypt_oneKey_leavesOthersAlone() {
        secrets.createSecret(new CreateSecretRequest("app").kmsKeyId("alias/k").secretString("a"));
        fixture.create("other", "b");
        keys.rotateKey("alias/k");
        keys.rotateKey(DEFAULT);

        reencrypt(ReencryptionOptions.defaults().sourceKeyId("alias/k"));

        assertThat(formerReferences("alias/k")).isEmpty();
        assertThat(formerReferences(DEFAULT)).hasSize(1);
    }

    @Test
    void reencrypt_listenerThatStops_isResumedBehindTheBatch() {
        for (int i = 0; i < 10; i++) {
            fixture.create("s" + i, "v" + i);
        }
        keys.rotateKey(DEFAULT);
        List<ReencryptionProgress> told = new ArrayList<>();
        ReencryptionOptions batches = ReencryptionOptions.defaults().batchSize(4);

        assertThatThrownBy(() -> secrets.reencrypt(batches, progress -> {
                    told.add(progress);
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        ReencryptionReport report = reencrypt(batches.startAfter(told.get(0).lastName()));

        assertThat(told).containsExactly(new ReencryptionProgress("s3", 4, 4, 0, 0));
        assertThat(report.moved()).isEqualTo(6);
        assertThat(formerReferences(DEFAULT)).isEmpty();
    }

    @Test
    void reencrypt_anotherWriterIsFaster_looksAgain() {
        fixture.create("one", "a");
        keys.rotateKey(DEFAULT);
        FaultySecretStore store = new FaultySecretStore(fixture.store);
        EmbeddedSecretsManager manager = new EmbeddedSecretsManager(
                store, fixture.keys, IdentityPolicies.none(), fixture.trail::add, fixture.options);
        store.failCommit(1, new StoreConflictException("faster"));
        store.loseCommitAnswer(2);

        ReencryptionReport report = manager.reencrypt(ReencryptionOptions.defaults(), progress -> {});

        assertThat(store.faultsLeft()).isFalse();
        assertThat(report.moved() + report.alreadyCurrent()).isEqualTo(1);
        assertThat(fixture.value("one")).isEqualTo("a");
    }

    @Test
    void options_thatMakeNoSense_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReencryptionOptions.defaults().destinationKeyId("k"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReencryptionOptions.defaults().batchSize(0));
    }
}
