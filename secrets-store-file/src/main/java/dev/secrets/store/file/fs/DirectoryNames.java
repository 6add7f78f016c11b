package dev.secrets.store.file.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells, by one look at a directory, that no name in it was made, deleted or given to another file since an earlier look. To look at
 * the files themselves would cost more than the look: since Linux 6.13, a file whose times somebody asked for gets new ones with
 * the next write, and the sync after that write takes half as long again.
 *
 * <p>Goes by the time of the directory's last change, which nobody can set, as opposed to that of its modification. Thread-safe.
 */
final class DirectoryNames {
    private static final String IDENTITY = "fileKey";
    private static final String CHANGED = "ctime";
    private static final String ATTRIBUTES = "unix:" + IDENTITY + "," + CHANGED;

    /**
     * A change so soon after another may not show: file times are those of the system's last tick, which was up to 10 ms ago, and
     * some are left out when a virtual machine stalls.
     */
    private static final Duration TICKS = Duration.ofMillis(50);

    private final Path directory;
    private final InstantSource clock;
    private final boolean hasTimeOfChange;
    private volatile Optional<State> seen = Optional.empty();

    /**
     * The names at a moment; those of an equal state are the same.
     *
     * @param identity which directory the path means
     * @param changed when a name of it changed last
     */
    record State(Object identity, FileTime changed) {}

    DirectoryNames(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
        this.hasTimeOfChange =
                directory.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Looks at the directory. */
    void look() throws IOException {
        seen = hasTimeOfChange ? state() : Optional.empty();
    }

    /** Returns what the last look saw; nothing if a name may change and the directory look the same. */
    Optional<State> seen() {
        return seen;
    }

    private Optional<State> state() throws IOException {
        Instant now = clock.instant();
        try {
            Map<String, Object> attributes = Files.readAttributes(directory, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            return settled(attributes.get(IDENTITY), attributes.get(CHANGED), now);
        } catch (NoSuchFileException deleted) {
            return Optional.empty();
        }
    }

    private static Optional<State> settled(@Nullable Object identity, @Nullable Object changed, Instant now) {
        return identity != null && changed instanceof FileTime time && isSettled(time.toInstant(), now)
                ? Optional.of(new State(identity, time))
                : Optional.empty();
    }

    /** A time in whole seconds may be all that the file system keeps. */
    static boolean isSettled(Instant changed, Instant now) {
        return changed.getNano() != 0 && changed.plus(TICKS).isBefore(now);
    }
}
