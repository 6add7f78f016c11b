package dev.secrets.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

    /** Servers that end at the same time may still write, so it is tried for a while. */
    private static void delete(Path directory) {
        for (int attempts = 0; attempts < 40 && Files.exists(directory); attempts++) {
            try (Stream<Path> all = Files.walk(directory)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            } catch (IOException | UncheckedIOException changing) {
                // the next attempt looks again
            }
            if (Files.exists(directory)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }
}
