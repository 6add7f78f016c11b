package dev.secrets.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The directory of a journal: the owner's alone (0700, files 0600 from the call that creates them), and no symbolic link is
 * followed. On a file system without POSIX permissions only links are refused.
 */
final class JournalDirectory {
    static final String HEAD = "head";

    private static final String NEW_HEAD = "head.new";
    private static final String LOCK = "lock";
    private static final long LOCK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final Set<OpenOption> WRITE = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

    private final Path path;
    private final JournalFile.Opener opener;
    private final boolean posix;

    JournalDirectory(Path path, JournalFile.Opener opener) {
        this.path = path;
        this.opener = opener;
        this.posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Creates the directory if there is none, and requires that nobody else can write to it. */
    void prepare() throws IOException {
        try {
            Files.createDirectory(path, attributes("rwx------"));
        } catch (FileAlreadyExistsException already) {
            requireOwnersOwn();
        }
    }

    private void requireOwnersOwn() throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + " is a link or no directory; must be the directory itself");
        }
        if (posix) {
            PosixFileAttributes found =
                    Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Optional<String> user = ProcessHandle.current().info().user();
            if (user.isPresent() && !user.get().equals(found.owner().getName())) {
                throw new IOException(path + " belongs to another user than this process runs as");
            }
            if (!OWNER_ONLY.containsAll(found.permissions())) {
                throw new IOException(path + " is open to others ("
                        + PosixFilePermissions.toString(found.permissions())
                        + "); make it the owner's alone: chmod 700 " + path);
            }
        }
    }

    private FileAttribute<?>[] attributes(String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    Path path() {
        return path;
    }

    /** Returns the files of the journal, in order. */
    List<JournalFileName> files() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(JournalFileName::parse)
                    .flatMap(Optional::stream)
                    .sorted(JournalFileName.ORDER)
                    .toList();
        }
    }

    LineReader read(JournalFileName name) throws IOException {
        return new LineReader(path.resolve(name.toString()));
    }

    JournalFile create(JournalFileName name) throws IOException {
        return opener.open(path.resolve(name.toString()), CREATE, attributes("rw-------"));
    }

    JournalFile reopen(JournalFileName name) throws IOException {
        return opener.open(path.resolve(name.toString()), WRITE);
    }

    long size(JournalFileName name) throws IOException {
        return Files.size(path.resolve(name.toString()));
    }

    void delete(JournalFileName name) throws IOException {
        Files.deleteIfExists(path.resolve(name.toString()));
    }

    // The head

    /** Returns the text of the head; nothing if there is none. */
    Optional<byte[]> readHead() throws IOException {
        try (FileChannel head =
                FileChannel.open(path.resolve(HEAD), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return Optional.of(JournalHead.read(head));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Creates the head whole, so that a crash leaves it or leaves none. */
    void createHead(byte[] text) throws IOException {
        Path unfinished = path.resolve(NEW_HEAD);
        Files.deleteIfExists(unfinished);
        try (JournalFile head = opener.open(unfinished, CREATE, attributes("rw-------"))) {
            head.write(text, text.length, 0);
            head.force();
        }
        Files.move(unfinished, path.resolve(HEAD), StandardCopyOption.ATOMIC_MOVE);
        syncNames();
    }

    JournalFile openHead() throws IOException {
        return opener.open(path.resolve(HEAD), WRITE);
    }

    /** Makes the names of new files durable. */
    void syncNames() throws IOException {
        if (posix) {
            try (FileChannel names = FileChannel.open(path, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    // The lock

    /**
     * Keeps every other writer out until the lock is closed; nobody else may open the file meanwhile.
     *
     * @param timeout how long to wait for another process
     */
    AutoCloseable lock(Duration timeout) throws IOException {
        String claim = OpenJournals.claim(path);
        try {
            FileChannel channel = lockedChannel(timeout);
            return () -> unlock(channel, claim);
        } catch (IOException | RuntimeException refused) {
            OpenJournals.release(claim);
            throw refused;
        }
    }

    private FileChannel lockedChannel(Duration timeout) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(LOCK),
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
                attributes("rw-------"));
        IOException refused;
        try {
            if (isLocked(channel, timeout)) {
                return channel;
            }
            refused = new IOException("The audit journal in " + path
                    + " is open in another process; give each process a directory of its own");
        } catch (OverlappingFileLockException inThisProcess) {
            refused = OpenJournals.refusal(path);
            refused.initCause(inThisProcess);
        } catch (IOException failed) {
            refused = failed;
        }
        channel.close();
        throw refused;
    }

    /** A wait is a series of attempts, because the system's blocking call knows no timeout; an interrupt ends it. */
    private static boolean isLocked(FileChannel channel, Duration timeout) throws IOException {
        long start = System.nanoTime();
        long patience = TimeUnit.NANOSECONDS.convert(timeout);
        while (channel.tryLock() == null) {
            if (System.nanoTime() - start >= patience || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOCK_PAUSE_NANOS);
        }
        return true;
    }

    /** The claim goes last: the next who has it may open the lock file, whose lock this would take along. */
    private static void unlock(FileChannel channel, String claim) throws IOException {
        try {
            channel.close();
        } finally {
            OpenJournals.release(claim);
        }
    }
}
