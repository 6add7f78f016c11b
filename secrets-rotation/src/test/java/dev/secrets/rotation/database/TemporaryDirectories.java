package dev.secrets.rotation.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories that are deleted when the JVM ends. */
final class TemporaryDirectories {
    private TemporaryDirectories() {}

    static Path create(String name) {
        try {
            Path directory = Files.createTempDirectory("secrets-" + name + "-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException gone) {
            // what another process deletes at the same time need not be deleted
        }
    }
}
