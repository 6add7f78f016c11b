package dev.secrets.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Directories that are deleted when the JVM ends. */
final class TemporaryDirectories {
    private static final Map<String, Path> SHARED = new ConcurrentHashMap<>();

    private TemporaryDirectories() {}

    /** Returns the one of this name. */
    static Path shared(String name) {
        return SHARED.computeIfAbsent(name, TemporaryDirectories::create);
    }

    static Path create(String name) {
        try {
            Path directory = Files.createTempDirectory("secrets-" + name + "-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException gone) {
            // what another process deletes at the same time need not be deleted
        }
    }
}
