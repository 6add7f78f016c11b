package dev.secrets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.cli.Cli.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where settings come from, and what is said where one is missing or wrong. */
final class SettingsTest {
    @TempDir
    private Path directory;

    @Test
    void noSettings_saysHowToSetThem() {
        Result result = Cli.in(directory).run("list-secrets");

        assertThat(result.exitCode()).isEqualTo(253);
        assertThat(result.err()).contains("--store").contains("SECRETS_STORE").contains(".config/secrets/config");
    }

    @Test
    void memory_needsNoRootKey() {
        assertThat(Cli.in(directory).run("list-secrets", "--store", "memory:").exitCode())
                .isZero();
    }

    @Test
    void configurationFile_isReadFromItsUsualPlace() throws IOException {
        Cli.withStore(directory).run("create-secret", "--name", "a");
        Path file = directory.resolve(".config/secrets/config");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "store = file:" + directory.resolve("store") + "\nroot-key-file = " + directory.resolve("root.key")
                        + "\n");

        assertThat(Cli.in(directory).run("describe-secret", "--secret-id", "a").exitCode())
                .isZero();
    }

    @Test
    void option_goesBeforeEnvironment_andThatBeforeTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("config"), "store = file:/no/such/file-store\n");
        Cli cli = Cli.in(directory).set("SECRETS_CONFIG", file.toString());
        assertThat(cli.run("list-secrets").err()).contains("/no/such/file-store");

        cli.set("SECRETS_STORE", "file:/no/such/environment-store");
        assertThat(cli.run("list-secrets").err()).contains("/no/such/environment-store");
        assertThat(cli.run("list-secrets", "--store", "memory:").exitCode()).isZero();
    }

    @Test
    void configurationFile_withAnUnknownEntry_isRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("config"), "stroe = memory:\n");

        Result result = Cli.in(directory).run("list-secrets", "--config", file.toString());

        assertThat(result.exitCode()).isEqualTo(253);
        assertThat(result.err()).contains("stroe");
    }

    @Test
    void missingStore_saysHowToMakeOne() {
        Result result = Cli.in(directory).run("list-secrets", "--store", "file:" + directory.resolve("none"));

        assertThat(result.exitCode()).isEqualTo(253);
        assertThat(result.err()).contains("secrets init --store file:");
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void wrongRootKey_isRefusedWithoutHarm() {
        Cli cli = Cli.withStore(directory);
        cli.run("create-secret", "--name", "a", "--secret-string", "v");
        Path other = directory.resolve("other.key");
        Cli.in(directory)
                .run("init", "--store", "file:" + directory.resolve("other"), "--root-key-file", other.toString());

        Result result = cli.run("get-secret-value", "--secret-id", "a", "--root-key-file", other.toString());

        assertThat(result.exitCode()).isEqualTo(253);
        assertThat(cli.run("get-secret-value", "--secret-id", "a").exitCode()).isZero();
    }

    @Test
    void init_wherePlaceIsTaken_isRefused() {
        Cli cli = Cli.withStore(directory);

        assertThat(cli.run("init").exitCode()).isEqualTo(253);
        assertThat(cli.run("list-secrets").exitCode()).isZero();
    }

    @Test
    void passphrase_opensTheStoreThatItMade() throws IOException {
        Path passphrase = Files.writeString(directory.resolve("passphrase"), "correct horse battery staple\n");
        Cli cli = Cli.in(directory)
                .set("SECRETS_STORE", "file:" + directory.resolve("store"))
                .set("SECRETS_PASSPHRASE_FILE", passphrase.toString());

        assertThat(cli.run("init").exitCode()).isZero();
        assertThat(cli.run("create-secret", "--name", "a").exitCode()).isZero();
        Files.writeString(passphrase, "wrong horse battery staple");
        assertThat(cli.run("list-secrets").exitCode()).isEqualTo(253);
    }

    @Test
    void passphrase_thatIsNotUtf8_isRefused() throws IOException {
        Path passphrase = Files.write(
                directory.resolve("passphrase"),
                "\u00e9\u00e8\u00ea\u00eb long enough".getBytes(StandardCharsets.ISO_8859_1));
        Cli cli = Cli.withStore(directory);

        for (Result refused : List.of(
                cli.run("list-secrets", "--root-key-file", "", "--passphrase-file", passphrase.toString()),
                cli.run("change-root-key", "--new-passphrase-file", passphrase.toString()),
                cli.run(
                        "export-bundle",
                        "--to",
                        directory.resolve("b").toString(),
                        "--bundle-passphrase-file",
                        passphrase.toString()))) {
            assertThat(refused.exitCode()).isEqualTo(253);
            assertThat(refused.err()).contains("is not text in UTF-8");
        }
    }

    @Test
    void doctor_namesWhatIsWrong() {
        Cli cli = Cli.withStore(directory);
        assertThat(cli.run("doctor").exitCode()).isZero();

        Result result = cli.run("doctor", "--root-key-file", "/no/such/key");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("BAD:  root key: There is no key file /no/such/key");
    }
}
