package dev.secrets.store.file.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A directory that is only looked at, and may be on a file system that is mounted for reading alone: nothing in it is made, changed
 * or locked, and its mode stays as it is. Nothing keeps others from writing to it meanwhile. Its files can only be read, also those
 * of {@link #open}; what would change the directory is a mistake and throws {@link ReadOnlyFileSystemException}.
 */
public final class ReadOnlyDirectory implements StoreFs {
    private final Path directory;
    private final PathRules rules;
    private final DirectoryNames names;

    private ReadOnlyDirectory(Path directory, PathRules rules) {
        this.directory = directory;
        this.rules = rules;
        this.names = new DirectoryNames(directory, InstantSource.system());
    }

    /**
     * Opens the directory.
     *
     * @throws NoSuchFileException if there is none
     * @throws UnsafePathException if it is a symbolic link, or not this user's
     */
    public static ReadOnlyDirectory open(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (Files.notExists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(absolute.toString(), null, "there is no such directory");
        }
        PathRules rules = PathRules.in(absolute);
        rules.checkDirectory(absolute);
        return new ReadOnlyDirectory(absolute, rules);
    }

    @Override
    public String description() {
        return directory.toString();
    }

    @Override
    public List<String> list() throws IOException {
        return LocalFs.list(directory);
    }

    @Override
    public StoreFile open(String name) throws IOException {
        return LocalFs.openToRead(directory.resolve(name), rules, names);
    }

    @Override
    public ReadableFile openToRead(String name) throws IOException {
        return open(name);
    }

    @Override
    public Instant lastModified(String name) throws IOException {
        return LocalFs.lastModified(directory.resolve(name));
    }

    @Override
    public StoreFile create(String name) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void replace(String from, String to) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void delete(String name) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void syncDirectory() {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public Optional<HeldLock> tryLock() {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public Optional<Object> namesMark() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
