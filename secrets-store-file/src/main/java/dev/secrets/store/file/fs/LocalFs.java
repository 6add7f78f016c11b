package dev.secrets.store.file.fs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory of this machine. It is claimed for this JVM while it is open ({@link OpenDirectories}), and its lock file is opened
 * once, by nobody but this class.
 */
public final class LocalFs implements StoreFs {
    private static final String LOCK = "LOCK";
    private static final Predicate<String> OF_A_STORE =
            Pattern.compile("CURRENT|journal-[0-9]+").asMatchPredicate();

    /** A directory of something else may hold many files; so many of them are named. */
    private static final int NAMED = 5;

    private static final Set<StandardOpenOption> READ = EnumSet.of(StandardOpenOption.READ);
    private static final Set<StandardOpenOption> READ_WRITE =
            EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

    /** Windows refuses to open a directory; there a new name needs no sync of its own. */
    private static final boolean SYNCS_DIRECTORIES = File.separatorChar == '/';

    private final Path directory;
    private final PathRules rules;
    private final String claim;
    private final DirectoryNames names;
    private final FileChannel lockFile;
    private final FileIdentity lockIdentity;

    private LocalFs(Path directory, PathRules rules, String claim) throws IOException {
        this.directory = directory;
        this.rules = rules;
        this.claim = claim;
        this.names = new DirectoryNames(directory, InstantSource.system());
        this.lockFile = openLockFile();
        try {
            this.lockIdentity = new FileIdentity(directory.resolve(LOCK), names);
        } catch (IOException | RuntimeException | Error failure) {
            lockFile.close();
            throw failure;
        }
    }

    /**
     * Opens the directory, which is created if there is none.
     *
     * @param directory where; its parent must exist
     * @param networkAllowed whether it may lie on a file system of the network, where locks may be local to each machine
     */
    public static LocalFs openOrCreate(Path directory, boolean networkAllowed) throws IOException {
        Path absolute = directory.toAbsolutePath();
        create(absolute);
        return openExisting(absolute, networkAllowed);
    }

    /**
     * Opens a directory in which nothing is, or creates it.
     *
     * @param directory where; its parent must exist
     * @param networkAllowed whether it may lie on a file system of the network
     * @throws UnsafePathException if something is in it, which is left as it is
     */
    public static LocalFs openEmpty(Path directory, boolean networkAllowed) throws IOException {
        Path absolute = directory.toAbsolutePath();
        create(absolute);
        if (Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)
                && !list(absolute).isEmpty()) {
            throw new UnsafePathException(absolute + " is not empty");
        }
        return openExisting(absolute, networkAllowed);
    }

    private static void create(Path absolute) throws IOException {
        try {
            PathRules rules = PathRules.in(absolute);
            Files.createDirectory(absolute, rules.newDirectory());
            rules.completeNewDirectory(absolute);
            sync(parentOf(absolute));
        } catch (FileAlreadyExistsException expected) {
            // The usual case: what is there is checked below.
        } catch (NoSuchFileException noParent) {
            throw new NoSuchFileException(
                    absolute.toString(), null, "it can't be made, because its parent directory does not exist");
        }
    }

    /**
     * Opens the directory. One that is refused is left as it is.
     *
     * @throws NoSuchFileException if there is none
     * @throws UnsafePathException if it is not one to keep secrets in, or holds something else
     */
    public static LocalFs openExisting(Path directory, boolean networkAllowed) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (Files.notExists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(absolute.toString(), null, "there is no such directory");
        }
        PathRules rules = PathRules.in(absolute);
        rules.checkDirectory(absolute);
        refuseNetwork(absolute, networkAllowed);
        refuseReadOnly(absolute);
        refuseOthers(absolute);
        rules.closeToOthers(absolute);
        String claim = OpenDirectories.claim(absolute);
        try {
            return new LocalFs(absolute, rules, claim);
        } catch (IOException | RuntimeException | Error failure) {
            OpenDirectories.release(claim);
            throw failure;
        }
    }

    private static Path parentOf(Path absolute) throws IOException {
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new NotDirectoryException(absolute.toString());
        }
        return parent;
    }

    private static void refuseNetwork(Path directory, boolean networkAllowed) throws IOException {
        String type = Files.getFileStore(directory).type().toLowerCase(Locale.ROOT);
        if (!networkAllowed && (type.startsWith("nfs") || type.startsWith("smb") || type.startsWith("cifs"))) {
            throw new UnsafePathException(
                    directory + " is on a network file system (" + type + "), where a lock may not keep other"
                            + " machines out. If only this machine uses it, allow it in the options");
        }
    }

    private static void refuseReadOnly(Path directory) throws IOException {
        if (Files.getFileStore(directory).isReadOnly()) {
            throw new UnsafePathException(
                    directory + " is on a file system that is mounted for reading alone; a store needs"
                            + " one that it can write to, also to be read");
        }
    }

    /** Closing a directory to others and making a lock file in it are for those that hold a store, or nothing yet. */
    private static void refuseOthers(Path directory) throws IOException {
        boolean isOurs = Files.exists(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
        List<String> names = list(directory);
        if (!isOurs && !names.isEmpty() && names.stream().noneMatch(OF_A_STORE)) {
            throw new UnsafePathException(directory + " holds no secret store but something else ("
                    + names.stream().sorted().limit(NAMED).collect(Collectors.joining(", ")) + ")");
        }
    }

    /** Opened once, before the lock can be held: closing any channel of it would free the lock. */
    private FileChannel openLockFile() throws IOException {
        Path path = directory.resolve(LOCK);
        rules.checkFile(path);
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            try {
                createFile(path);
            } catch (FileAlreadyExistsException anotherProcessWasFaster) {
                rules.checkFile(path);
            }
        }
        return FileChannel.open(path, withoutLinks(READ_WRITE));
    }

    private void createFile(Path path) throws IOException {
        Files.createFile(path, rules.newFile());
        rules.completeNewFile(path);
    }

    @Override
    public String description() {
        return directory.toString();
    }

    @Override
    public List<String> list() throws IOException {
        return list(directory);
    }

    static List<String> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(LOCK))
                    .collect(Collectors.toList());
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    @Override
    public StoreFile create(String name) throws IOException {
        Path path = directory.resolve(name);
        createFile(path);
        return UninterruptibleFile.open(path, names, withoutLinks(READ_WRITE));
    }

    @Override
    public StoreFile open(String name) throws IOException {
        return openChecked(directory.resolve(name), rules, names, READ_WRITE);
    }

    @Override
    public ReadableFile openToRead(String name) throws IOException {
        return openToRead(directory.resolve(name), rules, names);
    }

    static StoreFile openToRead(Path path, PathRules rules, DirectoryNames names) throws IOException {
        return openChecked(path, rules, names, READ);
    }

    private static StoreFile openChecked(
            Path path, PathRules rules, DirectoryNames names, Set<StandardOpenOption> options) throws IOException {
        rules.checkFile(path);
        return UninterruptibleFile.open(path, names, withoutLinks(options));
    }

    private static Set<OpenOption> withoutLinks(Set<StandardOpenOption> options) {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return all;
    }

    @Override
    public void replace(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public Instant lastModified(String name) throws IOException {
        return lastModified(directory.resolve(name));
    }

    static Instant lastModified(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    @Override
    public void syncDirectory() throws IOException {
        sync(directory);
    }

    private static void sync(Path directory) throws IOException {
        if (SYNCS_DIRECTORIES) {
            try (AsynchronousFileChannel names = AsynchronousFileChannel.open(directory, READ, new CallingThread())) {
                names.force(true);
            }
        }
    }

    @Override
    public Optional<HeldLock> tryLock() throws IOException {
        FileLock lock = lockFile.tryLock();
        if (lock == null) {
            return Optional.empty();
        }
        try {
            requireStillTheLock();
            return Optional.of(lock::release);
        } catch (IOException | RuntimeException | Error failure) {
            lock.release();
            throw failure;
        }
    }

    @Override
    public Optional<Object> namesMark() {
        return names.seen().map(Object.class::cast);
    }

    private void requireStillTheLock() throws IOException {
        names.look();
        if (!lockIdentity.isUnchanged()) {
            throw new UnsafePathException(
                    lockIdentity.path() + " was deleted or replaced while the store was open, so the lock keeps no"
                            + " other process out. Close the store in every process and open it anew");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            lockFile.close();
        } finally {
            OpenDirectories.release(claim);
        }
    }
}
