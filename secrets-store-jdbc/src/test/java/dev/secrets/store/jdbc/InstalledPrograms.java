package dev.secrets.store.jdbc;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of database servers that are installed on the machine: on the PATH, or where distributions keep them. */
final class InstalledPrograms {
    /** A directory, and what the names below it match that have a {@code bin}. */
    private record Place(String directory, String pattern) {}

    private static final List<Place> PLACES = List.of(
            new Place("/usr/lib/postgresql", "*"), // Debian
            new Place("/usr", "pgsql-*"), // Red Hat
            new Place("/opt/homebrew/opt", "{postgresql,mariadb}*"),
            new Place("/usr/local/opt", "{postgresql,mariadb}*"));

    private final List<Path> directories;

    /** Looks in the directories, in this order. */
    InstalledPrograms(List<Path> directories) {
        this.directories = directories;
    }

    static InstalledPrograms ofThisMachine() {
        List<Path> directories = new ArrayList<>();
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(Path::of)
                .forEach(directories::add);
        directories.add(Path.of("/usr/sbin"));
        PLACES.forEach(place -> directories.addAll(binaries(place)));
        return new InstalledPrograms(directories);
    }

    /** The newest first, as far as their names tell. */
    private static List<Path> binaries(Place place) {
        List<Path> found = new ArrayList<>();
        Path directory = Path.of(place.directory);
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> below = Files.newDirectoryStream(directory, place.pattern)) {
                below.forEach(path -> found.add(path.resolve("bin")));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        found.sort(Comparator.reverseOrder());
        return found;
    }

    /** Returns the first directory in which all of the programs can be run. */
    Optional<Path> directoryOf(String... programs) {
        return directories.stream()
                .filter(directory ->
                        Stream.of(programs).allMatch(program -> Files.isExecutable(directory.resolve(program))))
                .findFirst();
    }
}
