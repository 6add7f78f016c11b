package dev.secrets.cli;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.cli.Cli.Result;
import dev.secrets.cli.json.JsonReading;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.keys.KeyFileRootKey;
import dev.secrets.keys.PassphraseRootKey;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.file.FileSecretStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that change keys, and those that go through the whole store. */
final class KeyCommandsTest {
    @TempDir
    private Path directory;

    private Cli cli = Cli.in(Path.of(""));

    @BeforeEach
    void makeStore() {
        cli = Cli.withStore(directory);
    }

    private Map<?, ?> only(String... arguments) {
        Result result = cli.run(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return JsonReading.object(result.out());
    }

    private void create(String name, String value) {
        only("create-secret", "--name", name, "--secret-string", value);
    }

    private String value(Cli opened, String name) {
        return String.valueOf(
                opened.run("get-secret-value", "--secret-id", name).json().get("SecretString"));
    }

    @Test
    void key_madeRotatedAndTakenOutOfUse_isShownSo() {
        only("create-key", "--key-id", "alias/app", "--description", "of the app");
        only("rotate-key", "--key-id", "alias/app");
        only("disable-key", "--key-id", "alias/app");

        Map<?, ?> key =
                Cli.members(only("describe-key", "--key-id", "alias/app").get("KeyMetadata"));
        assertThat(key.get("KeyState")).isEqualTo("DISABLED");
        assertThat(key.get("Description")).isEqualTo("of the app");
        assertThat((List<?>) key.get("KeyMaterials")).hasSize(2);
        assertThat((List<?>) only("list-keys").get("Keys")).hasSize(6);

        only("enable-key", "--key-id", "alias/app");
        only("schedule-key-deletion", "--key-id", "alias/app", "--pending-window-in-days", "7");
        only("cancel-key-deletion", "--key-id", "alias/app");
        only("enable-key", "--key-id", "alias/app");
        only("retire-key", "--key-id", "alias/app");
        assertThat(only("list-key-references", "--key-id", "alias/app").get("References"))
                .isEqualTo(List.of());
    }

    @Test
    void destroy_tooEarlyOrMissing_isRefused() {
        only("create-key", "--key-id", "alias/app");
        only("retire-key", "--key-id", "alias/app");
        only("rotate-key", "--key-id", "aws/secretsmanager");

        for (String[] command : List.of(
                new String[] {"destroy-key", "--key-id", "alias/app"},
                new String[] {"destroy-key-and-lose-what-is-under-it", "--key-id", "alias/app"},
                new String[] {"destroy-former-materials", "--key-id", "aws/secretsmanager"},
                new String[] {"describe-key", "--key-id", "alias/none"})) {
            assertThat(cli.run(command).exitCode()).isEqualTo(ExitCode.SERVICE);
        }
    }

    @Test
    void reencrypt_afterRotation_movesEverything() {
        create("one", "a");
        create("two", "b");
        only("rotate-key", "--key-id", "aws/secretsmanager");

        assertThat(only("reencrypt").get("moved")).hasToString("2");
        assertThat(only("reencrypt", "--batch-size", "1").get("alreadyCurrent")).hasToString("2");
        assertThat(value(cli, "one")).isEqualTo("a");
        assertThat(cli.run("reencrypt", "--destination-key-id", "alias/x").exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void verify_againstACheckpoint_exitsWithFindings() {
        create("one", "a");
        Path manifest = directory.resolve("checkpoint");
        assertThat(cli.run("checkpoint", "--to", manifest.toString()).exitCode())
                .isZero();

        assertThat(only("verify", "--checkpoint", manifest.toString()).get("clean"))
                .isEqualTo(true);
        only("delete-secret", "--secret-id", "one", "--force-delete-without-recovery");
        Result found = cli.run("verify", "--checkpoint", manifest.toString());
        assertThat(found.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(found.out()).contains("VANISHED");
        assertThat(cli.run("verify", "--checkpoint", directory.resolve("none").toString())
                        .exitCode())
                .isEqualTo(ExitCode.SERVICE);
    }

    @Test
    void changeRootKey_toANewFileAndOnToPassphrases_opensByTheNewOneAlone() {
        create("one", "a");
        Path newKey = directory.resolve("new.key");
        List<Path> passphrases = Stream.of("correct horse battery", "staple correct horse")
                .map(this::passphraseFile)
                .toList();

        change(cli, "--new-root-key-file", newKey);
        assertThat(cli.run("list-secrets").exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        cli.set("SECRETS_ROOT_KEY_FILE", newKey.toString());
        assertThat(value(cli, "one")).isEqualTo("a");

        change(cli, "--new-passphrase-file", passphrases.get(0));
        Cli opened = Cli.in(directory)
                .set("SECRETS_STORE", "file:" + directory.resolve("store"))
                .set("SECRETS_PASSPHRASE_FILE", passphrases.get(0).toString());
        change(opened, "--new-passphrase-file", passphrases.get(1));
        assertThat(opened.run("list-secrets").exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        opened.set("SECRETS_PASSPHRASE_FILE", passphrases.get(1).toString());
        assertThat(value(opened, "one")).isEqualTo("a");
    }

    private Path passphraseFile(String passphrase) {
        try {
            return Files.writeString(directory.resolve(passphrase.replace(' ', '-')), passphrase);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void change(Cli opened, String option, Path file) {
        Result changed = opened.run("change-root-key", option, file.toString());
        assertThat(changed.exitCode()).as(changed.err()).isZero();
    }

    /**
     * @param wraps how often the new root key wraps: once, and only the key ring is under both; three times, and the store is under
     *     the new one alone
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void changeRootKey_interrupted_goesOnWhenItIsRunAgain(int wraps) {
        create("one", "a");
        Path newKey = directory.resolve("new.key");
        try (KeyFileRootKey from = KeyFileRootKey.open(directory.resolve("root.key"));
                KeyFileRootKey to = KeyFileRootKey.create(newKey)) {
            changeHalfWay(from, to, wraps);
        }

        change(cli, "--new-root-key-file", newKey);
        assertThat(cli.run("list-secrets").exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        change(cli, "--new-root-key-file", newKey);
        cli.set("SECRETS_ROOT_KEY_FILE", newKey.toString());
        assertThat(value(cli, "one")).isEqualTo("a");
        assertThat(cli.run("doctor").out()).doesNotContain("root keys");
    }

    @Test
    void changeRootKey_interruptedBetweenPassphrases_goesOnWhenItIsRunAgain() {
        create("one", "a");
        List<Path> files = Stream.of("correct horse battery", "staple correct horse")
                .map(this::passphraseFile)
                .toList();
        change(cli, "--new-passphrase-file", files.get(0));
        Cli opened = Cli.in(directory)
                .set("SECRETS_STORE", "file:" + directory.resolve("store"))
                .set("SECRETS_PASSPHRASE_FILE", files.get(0).toString());
        try (var from = new PassphraseRootKey("correct horse battery".toCharArray());
                var to = new PassphraseRootKey("staple correct horse".toCharArray())) {
            changeHalfWay(from, to, 3);
        }

        assertThat(opened.run("list-secrets").exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        change(opened, "--new-passphrase-file", files.get(1));
        opened.set("SECRETS_PASSPHRASE_FILE", files.get(1).toString());
        assertThat(value(opened, "one")).isEqualTo("a");
    }

    @Test
    void changeRootKey_byAWrongKey_isRefusedAndMakesNoNewOne() {
        create("one", "a");
        Path wrong = directory.resolve("wrong.key");
        KeyFileRootKey.create(wrong).close();
        Path newKey = directory.resolve("new.key");

        Result refused = cli.run(
                "change-root-key", "--root-key-file", wrong.toString(), "--new-root-key-file", newKey.toString());

        assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(newKey).doesNotExist();
        assertThat(value(cli, "one")).isEqualTo("a");
    }

    @Test
    void doctor_ofAChangeThatWasInterrupted_namesBothRootKeys() {
        Path newKey = directory.resolve("new.key");
        try (KeyFileRootKey from = KeyFileRootKey.open(directory.resolve("root.key"));
                KeyFileRootKey to = KeyFileRootKey.create(newKey)) {
            changeHalfWay(from, to, 3);
            cli.set("SECRETS_ROOT_KEY_FILE", newKey.toString());

            Result result = cli.run("doctor");

            assertThat(result.exitCode()).as(result.out()).isZero();
            assertThat(result.out())
                    .contains("2 root keys open it", from.id(), to.id(), "run change-root-key again as before");
        }
    }

    private void changeHalfWay(RootKey from, RootKey to, int wraps) {
        try (var store = new FileSecretStore(directory.resolve("store"), from);
                var keys = new TinkKeyManager(store, from);
                var secrets = new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), AuditListener.none())) {
            assertThatThrownBy(() -> secrets.keys().changeRootKey(from, new UnreachableRootKey(to, wraps)))
                    .hasStackTraceContaining(UnreachableRootKey.REASON);
        }
    }

    /** A root key that is out of reach after it has wrapped so often. */
    private static final class UnreachableRootKey implements RootKey {
        private static final String REASON = "Out of reach, as the test wants it";

        private final RootKey key;
        private int wrapsLeft;

        UnreachableRootKey(RootKey key, int wraps) {
            this.key = key;
            this.wrapsLeft = wraps;
        }

        @Override
        public String id() {
            return key.id();
        }

        @Override
        public byte[] wrap(byte[] plaintext, byte[] associatedData) {
            if (wrapsLeft-- == 0) {
                throw new RootKeyException(REASON);
            }
            return key.wrap(plaintext, associatedData);
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
            return key.unwrap(wrapped, associatedData);
        }
    }

    @Test
    void changeRootKey_toTheOneThatIsSet_isUsage() throws IOException {
        Path copy = Files.copy(directory.resolve("root.key"), directory.resolve("copy.key"), COPY_ATTRIBUTES);

        Result refused = cli.run("change-root-key", "--new-root-key-file", copy.toString());

        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("holds the root key that is set already");
    }

    @Test
    void changeRootKey_withoutANewOne_isUsage() {
        assertThat(cli.run("change-root-key").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
