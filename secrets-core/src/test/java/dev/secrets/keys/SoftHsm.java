package dev.secrets.keys;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A token of SoftHSM (package softhsm2). The library reads its configuration from the file that the environment variable
 * SOFTHSM2_CONF names, which the build sets.
 *
 * @param configuration for the provider SunPKCS11
 */
record SoftHsm(Path configuration) {
    static final char[] PIN = "1234".toCharArray();

    private static final List<Path> LIBRARIES = Stream.of(
                    "/usr/lib/softhsm/libsofthsm2.so",
                    "/usr/lib64/softhsm/libsofthsm2.so",
                    "/usr/local/lib/softhsm/libsofthsm2.so",
                    "/opt/homebrew/lib/softhsm/libsofthsm2.so")
            .map(Path::of)
            .toList();

    /** Makes a new token in the directory; skips the test where SoftHSM is not installed. */
    static SoftHsm inDirectory(Path directory) throws IOException, InterruptedException {
        Optional<Path> library = LIBRARIES.stream().filter(Files::exists).findFirst();
        Optional<String> settings = Optional.ofNullable(System.getenv("SOFTHSM2_CONF"));
        assumeTrue(
                library.isPresent() && settings.isPresent(), "SoftHSM is not installed: no PKCS#11 token to test with");
        Path file = Path.of(settings.orElseThrow());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file, "directories.tokendir = " + Files.createDirectories(directory.resolve("tokens")) + "\n");
        run(
                directory,
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "test",
                "--pin",
                "1234",
                "--so-pin",
                "5678");
        return new SoftHsm(Files.writeString(
                directory.resolve("pkcs11.cfg"),
                String.join(
                        "\n",
                        "name = SoftHsm" + System.nanoTime(),
                        "library = " + library.get(),
                        "slotListIndex = 0",
                        "attributes(generate,CKO_SECRET_KEY,*) = {",
                        "  CKA_TOKEN = true",
                        "  CKA_SENSITIVE = true",
                        "  CKA_EXTRACTABLE = false",
                        "}",
                        "")));
    }

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("softhsm.log").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("softhsm2-util failed: " + Files.readString(directory.resolve("softhsm.log")));
        }
    }
}
