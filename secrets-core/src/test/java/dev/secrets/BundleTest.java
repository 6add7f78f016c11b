package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.keys.RootKeyChain;
import dev.secrets.maintenance.BundleReport;
import dev.secrets.maintenance.ExistingSecrets;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                .containsExactly("ExportSecret INTENT", "ExportSecret OUTCOME");
        assertThat(from.trail)
                .allSatisfy(event -> assertThat(event.resourceArn()).contains(arn));
        assertThat(to.trail)
                .extracting(event -> event.eventName() + " " + event.phase())
                .contains("ImportSecret INTENT", "ImportSecret OUTCOME");
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
