package dev.secrets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.cli.Cli.Result;
import dev.secrets.cli.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle from one store to another, and what is refused on the way; then nothing is in the other store. */
final class BundleCommandsTest {
    private static final String NAME = "prod/db";
    private static final String VALUE = "correct horse battery staple";

    @TempDir
    private Path directory;

    private Path bundle;
    private Path key;
    private Cli from;
    private Cli into;

    @BeforeEach
    void exportOneSecret() throws IOException {
        bundle = directory.resolve("bundle");
        key = directory.resolve("bundle.key");
        from = Cli.withStore(Files.createDirectory(directory.resolve("from")));
        into = Cli.withStore(Files.createDirectory(directory.resolve("into")));
        assertSucceeded(from.run("create-secret", "--name", NAME, "--secret-string", VALUE));
        assertSucceeded(from.run("export-bundle", "--to", bundle.toString(), "--bundle-root-key-file", key.toString()));
    }

    private static void assertSucceeded(Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    private Result importBundle(String... further) {
        String[] line = {"import-bundle", "--from", bundle.toString(), "--bundle-root-key-file", key.toString()};
        String[] whole = Arrays.copyOf(line, line.length + further.length);
        System.arraycopy(further, 0, whole, line.length, further.length);
        return into.run(whole);
    }

    private String valueInside() {
        return into.run("get-secret-value", "--secret-id", NAME, "--query", "SecretString", "--output", "text")
                .out()
                .strip();
    }

    private void assertRefused(Result result) {
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err()).isNotBlank().doesNotContain(VALUE).doesNotContain("Exception");
        assertThat(into.run("list-secrets", "--query", "length(SecretList)")
                        .out()
                        .strip())
                .isEqualTo("0");
    }

    @Test
    void importBundle_intoAnotherStore_bringsTheValue() {
        assertThat(importBundle().out()).isEqualTo("Imported 1 secrets\n");
        assertThat(valueInside()).isEqualTo(VALUE);
    }

    @Test
    void importBundle_withAnyPartOfItDamaged_isRefused() throws IOException {
        byte[] whole = Files.readAllBytes(bundle);
        for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 20)) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(bundle, damaged);

            assertRefused(importBundle());
        }
    }

    @Test
    void importBundle_cutOff_isRefused() throws IOException {
        byte[] whole = Files.readAllBytes(bundle);
        Files.write(bundle, Arrays.copyOf(whole, whole.length - 1));

        assertRefused(importBundle());
    }

    @Test
    void importBundle_withAnotherKey_isRefused() {
        key = directory.resolve("from").resolve("root.key");

        assertRefused(importBundle());
    }

    @Test
    void importBundle_ofNoFile_isRefusedByTheConfiguration() {
        bundle = directory.resolve("missing");

        Result result = importBundle();

        assertThat(result.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(result.err()).contains("There is no bundle " + bundle);
    }

    /** A pipe can't be read twice, which an import does. */
    @Test
    void importBundle_ofNoRegularFile_isRefusedByTheConfiguration() {
        bundle = Path.of("/dev/null");

        Result result = importBundle();

        assertThat(result.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(result.err()).contains("/dev/null is no regular file");
    }

    @Test
    void importBundle_ofANameThatIsThere_isRefusedUnlessToldOtherwise() {
        assertSucceeded(into.run("create-secret", "--name", NAME, "--secret-string", "other"));

        assertThat(importBundle().exitCode()).isNotZero();
        assertThat(valueInside()).isEqualTo("other");
        assertThat(importBundle("--existing", "SKIP").out()).contains("Skipped: ");
        assertThat(valueInside()).isEqualTo("other");
        assertSucceeded(importBundle("--existing", "REPLACE"));
        assertThat(valueInside()).isEqualTo(VALUE);
    }
}
