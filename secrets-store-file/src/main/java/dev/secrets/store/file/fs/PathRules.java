package dev.secrets.store.file.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which paths may hold secrets: the real directory or file and no symbolic link, of this process's user, and closed
 * to group and others. A directory that is empty, or that others could only look into, is closed to them: its files were theirs to
 * read only if they were open too. Nothing else is corrected, because whoever could read or write until now may have done so. On a
 * file system without POSIX permissions only links are refused.
 */
final class PathRules {
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final FileAttribute<?>[] NONE = {};

    private final boolean posix;

    private PathRules(boolean posix) {
        this.posix = posix;
    }

    /** Returns the rules for what lies on the same file system as the directory. */
    static PathRules in(Path directory) {
        return new PathRules(
                directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    }

    /** Returns what makes a new directory 0700 in the very call that creates it. */
    FileAttribute<?>[] newDirectory() {
        return attributes("rwx------");
    }

    /** Returns what makes a new file 0600 in the very call that creates it. */
    FileAttribute<?>[] newFile() {
        return attributes("rw-------");
    }

    /** Gives a directory that was just created the rights of its owner that a restrictive umask took from it. */
    void completeNewDirectory(Path directory) throws IOException {
        complete(directory, "rwx------");
    }

    /** As {@link #completeNewDirectory} for a file. */
    void completeNewFile(Path file) throws IOException {
        complete(file, "rw-------");
    }

    /** By its path, because what is closed to its owner can't be opened. */
    private void complete(Path path, String permissions) throws IOException {
        if (posix) {
            Set<PosixFilePermission> all = PosixFilePermissions.fromString(permissions);
            if (!Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).equals(all)) {
                Files.setPosixFilePermissions(path, all);
            }
        }
    }

    private FileAttribute<?>[] attributes(String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : NONE;
    }

    /** Checks a directory, and changes nothing. What others may do in it is for {@link #closeToOthers} to see. */
    void checkDirectory(Path directory) throws IOException {
        refuseLink(directory);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnsafePathException(directory + " is not a directory");
        }
        if (posix) {
            checkOwner(directory);
        }
    }

    /** Closes a directory to others, or refuses it. */
    void closeToOthers(Path directory) throws IOException {
        if (posix) {
            closeToOthers(directory, checkOwner(directory));
        }
    }

    private static void closeToOthers(Path directory, PosixFileAttributes attributes) throws IOException {
        if (isWritableByOthers(attributes.permissions()) && !isEmpty(directory)) {
            throw openToOthers(directory, attributes, "700");
        }
        if (!isOwnersAlone(attributes)) {
            Files.getFileAttributeView(directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(OWNER_ONLY);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static boolean isWritableByOthers(Set<PosixFilePermission> permissions) {
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    void checkFile(Path file) throws IOException {
        refuseLink(file);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new UnsafePathException(file + " is not a regular file");
            }
            checkOwnersAlone(file);
        }
    }

    private static void refuseLink(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            throw new UnsafePathException(path + " is a symbolic link; secrets are kept only under their real path");
        }
    }

    private void checkOwnersAlone(Path file) throws IOException {
        if (posix) {
            PosixFileAttributes attributes = checkOwner(file);
            if (!isOwnersAlone(attributes)) {
                throw openToOthers(file, attributes, "600");
            }
        }
    }

    private static boolean isOwnersAlone(PosixFileAttributes attributes) {
        return OWNER_ONLY.containsAll(attributes.permissions());
    }

    private static PosixFileAttributes checkOwner(Path path) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Optional<String> user = ProcessHandle.current().info().user();
        String owner = attributes.owner().getName();
        if (user.isPresent() && !user.get().equals(owner)) {
            throw new UnsafePathException(path + " belongs to " + owner + "; must belong to " + user.get()
                    + ", who runs this process: chown " + user.get() + " " + path);
        }
        return attributes;
    }

    private static UnsafePathException openToOthers(Path path, PosixFileAttributes attributes, String mode) {
        return new UnsafePathException(
                path + " is open to others (" + PosixFilePermissions.toString(attributes.permissions())
                        + "); make it the owner's alone: chmod " + mode + " " + path);
    }
}
