package dev.secrets.store.file.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Which file a path meant when it was opened, by device and inode where there are such. An open file goes on after its name was
 * deleted or given to another; this tells. Thread-safe.
 */
final class FileIdentity {
    private final Path path;
    private final DirectoryNames names;
    private final Optional<Object> key;
    private volatile Optional<DirectoryNames.State> confirmed = Optional.empty();

    /**
     * Remembers which file the path means.
     *
     * @param names those of the directory that it is in
     */
    FileIdentity(Path path, DirectoryNames names) throws IOException {
        this.path = path;
        this.names = names;
        this.key = keyOf(path);
    }

    private static Optional<Object> keyOf(Path path) throws IOException {
        return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey());
    }

    Path path() {
        return path;
    }

    /** Returns whether the path still meant the same file when the directory was last looked at. */
    boolean isUnchanged() throws IOException {
        Optional<DirectoryNames.State> seen = names.seen();
        if (seen.isPresent() && seen.equals(confirmed)) {
            return true;
        }
        boolean unchanged = isTheSame();
        confirmed = unchanged ? seen : Optional.empty();
        return unchanged;
    }

    private boolean isTheSame() throws IOException {
        try {
            return keyOf(path).equals(key);
        } catch (NoSuchFileException deleted) {
            return false;
        }
    }
}
