package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditEvent;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.ManagedKeys;
import dev.secrets.keys.RootKeyChain;
import dev.secrets.keys.SealingContext;
import dev.secrets.maintenance.BundleReport;
import dev.secrets.maintenance.ExistingSecrets;
import dev.secrets.model.ChainMac;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.SealedBytes;
import dev.secrets.testing.LeakScanner;
import dev.secrets.testing.Scale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BundleTest {
    @TempDir
    Path directory;

    @AutoClose
    private final SecretsFixture from = new SecretsFixture();

    @AutoClose
    private final SecretsFixture to = new SecretsFixture();

    private final RootKey escrow = TestKeys.rootKey("escrow");
    private Path bundle;

    @BeforeEach
    void name() {
        bundle = directory.resolve("secrets.bundle");
    }

    private BundleReport export() {
        return from.secrets.exportBundle(name -> true, bundle, escrow);
    }

    private BundleReport restore(ExistingSecrets existing) {
        return to.secrets.importBundle(bundle, escrow, existing);
    }

    @Test
    void bundle_importedIntoAnotherStore_isTheSameToCallers() {
        from.secrets.createSecret(new CreateSecretRequest("app/db")
                .description("of the app")
                .tags(Map.of("team", "payments"))
                .kmsKeyId("alias/app")
                .secretString("one"));
        from.put("app/db", "two");
        from.secrets.putResourcePolicy(new PutResourcePolicyRequest("app/db", Policies.resource()));
        from.secrets.rotateSecret(new RotateSecretRequest("app/db")
                .rotationLambdaArn("arn:aws:lambda:us-east-1:000000000000:function:rotator")
                .rotationRules(RotationRules.afterDays(30)));
        from.secrets.createSecret(new CreateSecretRequest("binary").secretBinary(new byte[] {0, 1, -1}));
        from.createEmpty("empty");

        assertThat(export().secrets()).containsExactly("app/db", "binary", "empty");
        assertThat(restore(ExistingSecrets.REFUSE).secrets()).containsExactly("app/db", "binary", "empty");

        for (String name : List.of("app/db", "binary", "empty")) {
            assertThat(to.secrets.describeSecret(name)).isEqualTo(from.secrets.describeSecret(name));
        }
        assertThat(to.value("app/db")).isEqualTo("two");
        assertThat(to.secrets
                        .getSecretValue(new GetSecretValueRequest("app/db").versionStage("AWSPREVIOUS"))
                        .secretString())
                .contains("one");
        assertThat(to.secrets.getSecretValue("binary").secretBinary()).contains(new byte[] {0, 1, -1});
        assertThat(to.record("app/db").secretUid())
                .isNotEqualTo(from.record("app/db").secretUid());
    }

    @Test
    void export_someNames_leavesOthersOut() {
        from.create("app/one", "a");
        from.create("web/two", "b");

        BundleReport report = from.secrets.exportBundle(name -> name.startsWith("app/"), bundle, escrow);

        assertThat(report.secrets()).containsExactly("app/one");
        assertThat(restore(ExistingSecrets.REFUSE).secrets()).containsExactly("app/one");
    }

    @Test
    void export_secretThatDoesNotOpen_isNamedAndLeftOut() {
        from.create("damaged", "a");
        from.create("sound", "b");
        Damage.metadata(from.store, "damaged");
        from.expectDamaged("damaged");

        BundleReport report = export();

        assertThat(report.secrets()).containsExactly("sound");
        assertThat(report.skipped())
                .singleElement()
                .satisfies(left -> assertThat(left.name()).isEqualTo("damaged"));
    }

    @Test
    void export_secretWithAValueThatDoesNotOpen_overwritesTheOthers() {
        from.create("one", "sound");
        Damage.value(from.store, "one", from.put("one", "damaged"));
        List<byte[]> opened = new ArrayList<>();
        KeyManager keys = new RecordingKeys(from.keys, opened);

        try (var secrets =
                new EmbeddedSecretsManager(from.store, keys, IdentityPolicies.none(), from.trail::add, from.options)) {
            assertThat(secrets.exportBundle(name -> true, bundle, escrow).skipped())
                    .hasSize(1);
        }

        assertThat(opened).isNotEmpty().allSatisfy(value -> assertThat(value).containsOnly(0));
    }

    /** Keeps the very arrays in which values were opened. */
    private record RecordingKeys(KeyManager keys, List<byte[]> opened) implements KeyManager {
        @Override
        public SealedBytes seal(SealingContext context, byte[] plaintext) {
            return keys.seal(context, plaintext);
        }

        @Override
        public byte[] open(SealingContext context, SealedBytes sealed) {
            byte[] plaintext = keys.open(context, sealed);
            if (context instanceof SealingContext.Value) {
                opened.add(plaintext);
            }
            return plaintext;
        }

        @Override
        public void requireUsable(String kmsKeyId) {
            keys.requireUsable(kmsKeyId);
        }

        @Override
        public ChainMac auditMac() {
            return keys.auditMac();
        }

        @Override
        public ChainMac checkpointMac() {
            return keys.checkpointMac();
        }

        @Override
        public ManagedKeys managedKeys() {
            return keys.managedKeys();
        }

        @Override
        public void close() {}
    }

    @Test
    void export_file_isNewAndItsOwnersAndShowsNothing() throws IOException {
        String canary = LeakScanner.canary();
        from.create("app/db", canary);

        export();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bundle)))
                .isEqualTo("rw-------");
        String text = new String(Files.readAllBytes(bundle), StandardCharsets.ISO_8859_1);
        assertThat(LeakScanner.forCanaries().scan(text)).isEmpty();
        assertThat(text).doesNotContain("app/db");
        assertThatThrownBy(this::export).isInstanceOf(UncheckedIOException.class);
        assertThat(Files.size(bundle)).isEqualTo(text.length());
    }

    @Test
    void import_existingNames_areRefusedSkippedOrReplacedAsAsked() {
        from.create("both", "from");
        from.create("only", "from");
        to.create("both", "to");
        export();

        assertThatThrownBy(() -> restore(ExistingSecrets.REFUSE)).isInstanceOf(ResourceExistsException.class);
        assertThat(to.store.find("only")).isEmpty();
        BundleReport skipped = restore(ExistingSecrets.SKIP);
        assertThat(skipped.secrets()).containsExactly("only");
        assertThat(skipped.skipped())
                .singleElement()
                .satisfies(left -> assertThat(left.name()).isEqualTo("both"));
        assertThat(to.value("both")).isEqualTo("to");
        assertThat(restore(ExistingSecrets.REPLACE).secrets()).containsExactly("both", "only");
        assertThat(to.value("both")).isEqualTo("from");
        assertThat(to.store.values("both", to.record("both").secretUid())).hasSize(1);
    }

    @Test
    void import_damagedOrCutAnywhere_importsNothing() throws IOException {
        long seed = Scale.seed();
        Random random = new Random(seed);
        from.create("one", "a");
        from.create("two", "b");
        export();
        byte[] whole = Files.readAllBytes(bundle);

        for (int i = 0; i < 200; i++) {
            byte[] damaged = i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (i % 2 == 1) {
                damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(bundle, damaged);
            assertThatThrownBy(() -> restore(ExistingSecrets.REPLACE))
                    .as("seed %d, case %d", seed, i)
                    .isInstanceOfAny(RootKeyException.class, InvalidRequestException.class);
        }
        assertThat(to.store.page("", 10)).hasSize(1);
    }

    @Test
    void import_missingFile_isNamedAsSuch() {
        assertThatThrownBy(() -> restore(ExistingSecrets.SKIP))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("There is no bundle " + bundle + ".")
                .hasCauseInstanceOf(NoSuchFileException.class);
    }

    @Test
    void import_fileThatCannotBeRead_isNamedAsSuch() throws IOException {
        Files.createDirectory(bundle);

        assertThatThrownBy(() -> restore(ExistingSecrets.SKIP))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("The bundle " + bundle + " can't be read.")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void import_damagedFile_keepsTheCause() throws IOException {
        from.create("one", "a");
        export();
        byte[] whole = Files.readAllBytes(bundle);
        Files.write(bundle, Arrays.copyOf(whole, whole.length - 1));

        assertThatThrownBy(() -> restore(ExistingSecrets.SKIP))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("damaged, cut off, or of a newer version")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void import_otherRootKey_isRefused() {
        from.create("one", "a");
        export();

        for (RootKey other : List.of(TestKeys.rootKey("escrow"), TestKeys.rootKey("other"))) {
            assertThatThrownBy(() -> to.secrets.importBundle(bundle, other, ExistingSecrets.SKIP))
                    .isInstanceOf(RootKeyException.class);
        }
    }

    @Test
    void bundle_underAChain_opensByAnyOfItsKeys() {
        from.create("one", "a");
        RootKey second = TestKeys.rootKey("second");
        from.secrets.exportBundle(name -> true, bundle, new RootKeyChain(List.of(escrow, second)));

        assertThat(to.secrets.importBundle(bundle, second, ExistingSecrets.SKIP).secrets())
                .containsExactly("one");
    }

    @Test
    void bundle_eachSecret_isInTheTrail() {
        from.create("one", "a");
        String arn = from.arn("one");
        from.trail.clear();
        export();
        restore(ExistingSecrets.SKIP);

        assertThat(from.trail)
                .extracting(event -> event.eventName() + " " + event.phase())
                .containsExactly(
                        "ExportBundle INTENT", "ExportSecret INTENT", "ExportSecret OUTCOME", "ExportBundle OUTCOME");
        assertThat(from.trail.subList(1, 3))
                .allSatisfy(event -> assertThat(event.resourceArn()).contains(arn));
        assertThat(events())
                .containsExactly(
                        "ImportBundle INTENT -",
                        "ImportSecret INTENT -",
                        "ImportSecret OUTCOME -",
                        "ImportBundle OUTCOME -");
    }

    private List<String> events() {
        return to.trail.stream()
                .map(event -> event.eventName() + " " + event.phase() + " "
                        + event.errorCode().orElse("-"))
                .toList();
    }

    /** "Do not repeat it" would be wrong: what was written is deleted. */
    @Test
    void export_secretThatTheTrailDoesNotLetLeave_isToldAsNotDone() {
        from.create("one", "a");
        from.trail.clear();
        AuditListener full = event -> {
            if (event.eventName().equals("ExportSecret") && event.phase() == AuditEvent.Phase.OUTCOME) {
                throw new IllegalStateException("The disk is full");
            }
            from.trail.add(event);
        };

        try (var secrets =
                new EmbeddedSecretsManager(from.store, from.keys, IdentityPolicies.none(), full, from.options)) {
            assertThatThrownBy(() -> secrets.exportBundle(name -> true, bundle, escrow))
                    .isInstanceOf(InternalServiceErrorException.class)
                    .hasMessage("The audit trail did not accept that a secret leaves. Nothing was exported.")
                    .hasRootCauseMessage("The disk is full");
        }

        assertThat(bundle).doesNotExist();
        assertThat(from.trail)
                .extracting(event -> event.eventName() + " " + event.phase())
                .containsExactly("ExportBundle INTENT", "ExportSecret INTENT", "ExportBundle OUTCOME");
    }

    @Test
    void import_thatIsRefused_isInTheTrail() {
        from.create("one", "a");
        to.create("one", "b");
        export();
        to.trail.clear();

        assertThatThrownBy(() -> restore(ExistingSecrets.REFUSE)).isInstanceOf(ResourceExistsException.class);
        assertThatThrownBy(() -> to.secrets.importBundle(bundle, TestKeys.rootKey("other"), ExistingSecrets.SKIP))
                .isInstanceOf(RootKeyException.class);
        assertThat(events())
                .containsExactly(
                        "ImportBundle INTENT -",
                        "ImportBundle OUTCOME ResourceExistsException",
                        "ImportBundle INTENT -",
                        "ImportBundle OUTCOME InternalServiceError");
    }

    @Test
    void import_secretThatIsSkipped_isNotInTheTrailAsImported() {
        from.create("one", "a");
        to.create("one", "b");
        export();
        to.trail.clear();

        restore(ExistingSecrets.SKIP);

        assertThat(events()).contains("ImportSecret OUTCOME ResourceExistsException");
    }

    @Test
    void export_secretPastItsRecoveryWindow_isAbsent() {
        from.create("gone", "a");
        from.create("live", "b");
        from.secrets.deleteSecret(new DeleteSecretRequest("gone").recoveryWindowInDays(7));
        from.clock.advance(Duration.ofDays(8));

        assertThat(export().secrets()).containsExactly("live");
    }

    @ParameterizedTest
    @EnumSource
    void import_overASecretPastItsRecoveryWindow_takesItsPlace(ExistingSecrets existing) {
        from.create("one", "new");
        export();
        to.create("one", "old");
        to.secrets.deleteSecret(new DeleteSecretRequest("one").recoveryWindowInDays(7));
        to.clock.advance(Duration.ofDays(8));

        assertThat(restore(existing).secrets()).containsExactly("one");
        assertThat(to.value("one")).isEqualTo("new");
        assertThat(to.store.values("one", to.record("one").secretUid())).hasSize(1);
    }

    @Test
    void import_secretWhoseKeyIsDisabledHere_isNamedAndLeftOut() {
        from.secrets.createSecret(
                new CreateSecretRequest("first").secretString("a").kmsKeyId("alias/x"));
        from.create("second", "b");
        export();
        to.secrets.keys().createKey("alias/x", "");
        to.secrets.keys().disableKey("alias/x");

        BundleReport report = restore(ExistingSecrets.REFUSE);

        assertThat(report.secrets()).containsExactly("second");
        assertThat(report.skipped()).singleElement().satisfies(left -> {
            assertThat(left.name()).isEqualTo("first");
            assertThat(left.reason()).isEqualTo("a key of it can't be used in this store");
        });
    }

    @Test
    @Tag("DEL-09")
    @Tag("REPL-03")
    void import_overReplicatedSecrets_leavesThem() {
        try (RegionsFixture regions = new RegionsFixture()) {
            regions.createPrimary();
            regions.replicated(RegionsFixture.EU);
            from.create(RegionsFixture.NAME, "imported");
            export();

            assertThat(skipReason(regions.us)).isEqualTo("it has replicas, which must be removed first");
            assertThat(skipReason(regions.eu)).isEqualTo("it is a replica, which its primary alone may change");
            assertThat(regions.eu.value(RegionsFixture.NAME)).isEqualTo("one");
        }
    }

    private String skipReason(RegionsFixture.Site site) {
        BundleReport report = site.secrets.importBundle(bundle, escrow, ExistingSecrets.REPLACE);
        assertThat(report.secrets()).isEmpty();
        return report.skipped().get(0).reason();
    }

    @Test
    void import_pastItsRecoveryWindow_isGoneAsItWas() {
        from.create("one", "a");
        from.secrets.deleteSecret("one");
        export();
        to.clock.advance(Duration.ofDays(40));

        restore(ExistingSecrets.SKIP);

        assertThatThrownBy(() -> to.secrets.describeSecret("one")).isInstanceOf(ResourceNotFoundException.class);
    }
}
