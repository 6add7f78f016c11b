package dev.secrets.store.file.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The directories that are open in this JVM. A file lock belongs to the process: a second instance would not be kept out by it,
 * and by closing its own channel would even free the lock of the first. So a directory is claimed here before its lock file is
 * touched. The claims are system properties, because those are the one thing that all class loaders share.
 */
final class OpenDirectories {
    private static final String PREFIX = "dev.secrets.store.file.open.";

    private OpenDirectories() {}

    /** Claims the directory and returns the claim, which {@link #release} ends. */
    static String claim(Path directory) throws IOException {
        String claim = PREFIX + identity(directory);
        if (System.getProperties().putIfAbsent(claim, "open") != null) {
            throw new AlreadyOpenException(
                    "The store in " + directory + " is already open in this JVM. Share the one instance, which is"
                            + " thread-safe, or close it first");
        }
        return claim;
    }

    static void release(String claim) {
        System.getProperties().remove(claim);
    }

    /** Device and inode where there are such; they are the same by whichever path the directory is reached. */
    private static String identity(Path directory) throws IOException {
        Object key = Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key == null ? directory.toRealPath().toString() : key.toString();
    }
}
