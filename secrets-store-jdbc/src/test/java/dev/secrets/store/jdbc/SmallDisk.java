package dev.secrets.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system in memory that is soon full. Only root can have one. */
final class SmallDisk implements AutoCloseable {
    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Returns a disk of so many MiB in a new directory; aborts the test, by the database's name, if there can be none. */
    static SmallDisk mount(String database, Path directory, int megabytes) {
        try {
            Files.createDirectory(directory);
            ServerProcess.run(List.of("mount", "-t", "tmpfs", "-o", size(megabytes), "tmpfs", directory.toString()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (IllegalStateException | UncheckedIOException failure) {
            TestDatabase.skip(database + " on a full disk", "no small disk can be mounted: " + failure.getMessage());
        }
        return new SmallDisk(directory);
    }

    private static String size(int megabytes) {
        return "size=" + megabytes + "m";
    }

    void grow(int megabytes) {
        ServerProcess.run(List.of("mount", "-o", "remount," + size(megabytes), directory.toString()));
    }

    @Override
    public void close() {
        ServerProcess.run(List.of("umount", "--lazy", directory.toString()));
    }
}
