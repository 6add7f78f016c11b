package dev.secrets.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The journals that are open in this JVM. A file lock belongs to the process: whoever opens the lock file a second time, and is
 * refused, frees the lock of the first by closing it. So a directory is claimed here before its lock file is touched. The claims
 * are system properties, because those are the one thing that all class loaders share. Thread-safe.
 */
final class OpenJournals {
    private static final String PREFIX = "dev.secrets.audit.open.";

    private OpenJournals() {}

    /** Claims the directory, which must exist, and returns the claim, which {@link #release} ends. */
    static String claim(Path directory) throws IOException {
        String claim = PREFIX + identity(directory);
        if (System.getProperties().putIfAbsent(claim, "open") != null) {
            throw refusal(directory);
        }
        return claim;
    }

    /** Returns what is told of a directory that is open in this JVM. */
    static IOException refusal(Path directory) {
        return new IOException("The audit journal in " + directory
                + " is open in this process; share the one listener, or close it first");
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
