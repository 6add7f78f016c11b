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
 * deleted or given to another; this tells. Immutable.
 */
record FileIdentity(Path path, Optional<Object> key) {
    static FileIdentity of(Path path) throws IOException {
        return new FileIdentity(path, keyOf(path));
    }

    private static Optional<Object> keyOf(Path path) throws IOException {
        return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey());
    }

    /** Returns whether the path still means the same file. */
    boolean isUnchanged() throws IOException {
        try {
            return keyOf(path).equals(key);
        } catch (NoSuchFileException deleted) {
            return false;
        }
    }
}
