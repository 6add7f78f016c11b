package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.secrets.audit.AuditListener;
import dev.secrets.audit.JournalAuditListener;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.maintenance.Checkpoint;
import dev.secrets.maintenance.VerificationFinding;
import dev.secrets.maintenance.VerificationFinding.Kind;
import dev.secrets.maintenance.VerificationOptions;
import dev.secrets.maintenance.VerificationReport;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerificationTest {
    @TempDir
    Path directory;

    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final EmbeddedSecretsManager secrets = fixture.secrets;

    private VerificationReport verify() {
        return secrets.verify(VerificationOptions.defaults());
    }

    private List<String> findings(VerificationOptions options) {
        return secrets.verify(options).findings().stream()
                .map(finding -> finding.kind() + " " + finding.name())
                .toList();
    }

    @Test
    void verify_soundStore_isCleanAndChangesNothing() {
        fixture.create("one", "a");
        fixture.put("one", "b");
        fixture.createEmpty("empty");
        secrets.createSecret(
                new CreateSecretRequest("other").kmsKeyId("alias/k").secretString("c"));
        secrets.deleteSecret(new DeleteSecretRequest("other").recoveryWindowInDays(7));
        Map<StoredSecret, Set<StoredValue>> before = fixture.content();

        VerificationReport report = verify();

        assertThat(report.findings()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.records()).isEqualTo(3);
        assertThat(report.values()).isEqualTo(3);
        assertThat(fixture.content()).isEqualTo(before);
    }

    @Test
    void verify_eachKindOfDamage_isFoundAndNamed() {
        for (String name : List.of("metadata", "value", "missing", "orphan", "sound")) {
            fixture.create(name, name);
        }
        Damage.metadata(fixture.store, "metadata");
        Damage.value(fixture.store, "value", currentOf("value"));
        Damage.removeValue(fixture.store, "missing", currentOf("missing"));
        Damage.addValue(fixture.store, "orphan", "nobody");
        fixture.expectDamaged("metadata");

        List<VerificationFinding> findings = verify().findings();

        assertThat(findings)
                .extracting(VerificationFinding::kind, VerificationFinding::name)
                .containsExactly(
                        tuple(Kind.RECORD_UNREADABLE, "metadata"),
                        tuple(Kind.VALUE_MISSING, "missing"),
                        tuple(Kind.VALUE_ORPHANED, "orphan"),
                        tuple(Kind.VALUE_UNREADABLE, "value"));
    }

    private String currentOf(String name) {
        return fixture.record(name).currentVersionId().orElseThrow();
    }

    @Test
    void verify_keyDisabled_saysWhyNothingOpens() {
        secrets.createSecret(new CreateSecretRequest("app").kmsKeyId("alias/k").secretString("c"));
        secrets.keys().disableKey("alias/k");

        assertThat(verify().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).isEqualTo("key 'alias/k' is DISABLED"));
    }

    @Test
    void verify_rotationThatNobodyServes_isFound() {
        fixture.create("app", "a");
        secrets.rotateSecret(new RotateSecretRequest("app")
                .rotationLambdaArn("arn:aws:lambda:us-east-1:000000000000:function:rotator")
                .rotationRules(RotationRules.afterDays(30)));

        assertThat(verify().findings()).isEmpty();
        fixture.clock.advance(Duration.ofDays(3));

        assertThat(findings(VerificationOptions.defaults()))
                .containsExactly("PENDING_STUCK app", "SCHEDULE_OVERDUE app");
        assertThat(findings(VerificationOptions.defaults().overdueAfter(Duration.ofDays(4))))
                .isEmpty();
    }

    @Test
    void verify_secretThatNobodyPurges_isFound() {
        fixture.create("app", "a");
        secrets.deleteSecret(new DeleteSecretRequest("app").recoveryWindowInDays(7));

        fixture.clock.advance(Duration.ofDays(10));

        assertThat(findings(VerificationOptions.defaults())).containsExactly("SCHEDULE_OVERDUE app");
    }

    @Test
    void verify_againstACheckpoint_findsWhatWasPutBackHiddenOrReplaced() {
        for (String name : List.of("back", "hidden", "replaced", "same", "changed")) {
            fixture.create(name, name);
        }
        FoundSecret older = fixture.store.find("back").orElseThrow();
        fixture.put("back", "newer");
        Path manifest = directory.resolve("checkpoint");
        Checkpoint checkpoint = secrets.checkpoint(manifest);

        assertThat(checkpoint.records()).isEqualTo(5);
        assertThat(findings(VerificationOptions.defaults().checkpoint(manifest)))
                .isEmpty();
        fixture.put("changed", "since");
        putBack(older);
        secrets.deleteSecret(new DeleteSecretRequest("hidden").forceDeleteWithoutRecovery(true));
        secrets.deleteSecret(new DeleteSecretRequest("replaced").forceDeleteWithoutRecovery(true));
        fixture.create("replaced", "anew");
        fixture.create("new", "since");

        assertThat(findings(VerificationOptions.defaults().checkpoint(manifest)))
                .containsExactly("ROLLED_BACK back", "REPLACED replaced", "VANISHED hidden");
    }

    @Test
    void verify_againstACheckpoint_findsAKeyRingThatWasPutBack() {
        fixture.secrets.createSecret(
                new CreateSecretRequest("app").secretString("a").kmsKeyId("alias/app"));
        FoundSecret beforeCheckpoints = fixture.store.find(KeyManager.KEY_RING).orElseThrow();
        Path manifest = directory.resolve("checkpoint");
        secrets.checkpoint(manifest);
        FoundSecret older = fixture.store.find(KeyManager.KEY_RING).orElseThrow();
        secrets.keys().disableKey("alias/app");
        secrets.checkpoint(manifest);
        secrets.keys().updateKeyDescription("alias/app", "changed since");
        assertThat(findings(VerificationOptions.defaults().checkpoint(manifest)))
                .containsExactly("VALUE_UNREADABLE app");

        putBack(older);
        assertThat(restarted()
                        .verify(VerificationOptions.defaults().checkpoint(manifest))
                        .findings())
                .extracting(finding -> finding.kind() + " " + finding.name())
                .containsExactly("ROLLED_BACK #keyring");

        putBack(beforeCheckpoints);
        assertThatThrownBy(
                        () -> restarted().verify(VerificationOptions.defaults().checkpoint(manifest)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("an older key ring was put back");
        assertThat(fixture.record(KeyManager.KEY_RING))
                .as("left as it was found")
                .isEqualTo(beforeCheckpoints.secret());
    }

    private EmbeddedSecretsManager restarted() {
        KeyManager keys = new TinkKeyManager(fixture.store, fixture.rootKey);
        return new EmbeddedSecretsManager(
                fixture.store, keys, IdentityPolicies.none(), AuditListener.none(), fixture.options);
    }

    private void putBack(FoundSecret older) {
        StoredSecret now = fixture.record(older.secret().name());
        fixture.store.commit(new SecretChange.Delete(now.name(), now.secretUid(), now.revision()));
        fixture.store.commit(new SecretChange.Create(
                older.secret(), older.currentValue().stream().toList()));
    }

    @Test
    void verify_checkpointWithAnyByteChanged_isRefused() throws IOException {
        fixture.create("app", "a");
        Path manifest = directory.resolve("checkpoint");
        secrets.checkpoint(manifest);
        byte[] written = Files.readAllBytes(manifest);

        for (int i = 0; i < written.length; i++) {
            byte[] changed = written.clone();
            changed[i] ^= 1;
            Files.write(manifest, changed);
            assertRefused(manifest);
        }
        Files.write(manifest, Arrays.copyOf(written, written.length - 1));
        assertRefused(manifest);
        Files.writeString(manifest, "");
        assertRefused(manifest);
        assertRefused(directory.resolve("none"));
    }

    private void assertRefused(Path manifest) {
        assertThatThrownBy(() -> secrets.verify(VerificationOptions.defaults().checkpoint(manifest)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void checkpoint_again_replacesTheManifestAndLeavesNothingElse() throws IOException {
        Path manifest = directory.resolve("checkpoint");
        secrets.checkpoint(manifest);
        fixture.create("app", "a");

        assertThat(secrets.checkpoint(manifest).records()).isEqualTo(1);

        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(manifest);
        }
    }

    @Test
    void verify_journalWithALineTakenOut_isFound() throws IOException {
        Path journal = directory.resolve("audit");
        try (JournalAuditListener audit = new JournalAuditListener(journal, fixture.keys.auditMac());
                EmbeddedSecretsManager audited = new EmbeddedSecretsManager(
                        fixture.store, fixture.keys, IdentityPolicies.none(), audit, fixture.options)) {
            audited.createSecret("one", "a");
            audited.createSecret("two", "b");
        }
        VerificationOptions options = VerificationOptions.defaults().auditJournal(journal);
        assertThat(findings(options)).isEmpty();

        try (var files = Files.list(journal)) {
            Path file = files.filter(path ->
                            path.toString().endsWith(".log") || path.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.remove(1);
            Files.write(file, lines);
        }

        assertThat(findings(options)).isNotEmpty().allMatch(finding -> finding.startsWith("AUDIT_TRAIL"));
    }

    @Test
    void report_asJson_saysWhatWasFound() {
        String version = fixture.create("app", "a");
        Damage.removeValue(fixture.store, "app", version);

        assertThat(verify().toJson())
                .isEqualTo("{\"time\":\"2026-02-03T10:15:30.123Z\",\"clean\":false,\"records\":1,\"values\":0,"
                        + "\"findings\":[{\"kind\":\"VALUE_MISSING\",\"name\":\"app\",\"versionId\":\"" + version
                        + "\",\"detail\":\"the value is not in the store\"}]}");
    }

    @Test
    void verify_defaultKeyRotatedAndOldMaterialDestroyedTooEarlyByHand_saysSo() {
        fixture.create("app", "a");
        var former = secrets.keys().describeKey(KeyManager.DEFAULT_KEY_ID).currentMaterial();
        secrets.keys().rotateKey(KeyManager.DEFAULT_KEY_ID);
        fixture.keys.managedKeys().destroyMaterials(KeyManager.DEFAULT_KEY_ID, Set.of(former.keyMaterialId()));

        assertThat(verify().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("was destroyed"));
    }
}
