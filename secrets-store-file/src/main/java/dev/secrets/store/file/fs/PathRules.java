package dev.secrets.store.file.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which paths may hold secrets (threat T13): the real directory or file and no symbolic link, of this process's user, and closed
 * to group and others. Nothing is corrected silently, because whoever could read a file until now may have done so. On a file
 * system without POSIX permissions only links are refused.
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

    private FileAttribute<?>[] attributes(String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : NONE;
    }

    void checkDirectory(Path directory) throws IOException {
        refuseLink(directory);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnsafePathException(directory + " is not a directory");
        }
        checkOwnerOnly(directory, "700");
    }

    void checkFile(Path file) throws IOException {
        refuseLink(file);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new UnsafePathException(file + " is not a regular file");
            }
            checkOwnerOnly(file, "600");
        }
    }

    private static void refuseLink(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            throw new UnsafePathException(path + " is a symbolic link; secrets are kept only under their real path");
        }
    }

    private void checkOwnerOnly(Path path, String mode) throws IOException {
        if (!posix) {
            return;
        }
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Optional<String> user = ProcessHandle.current().info().user();
        String owner = attributes.owner().getName();
        if (user.isPresent() && !user.get().equals(owner)) {
            throw new UnsafePathException(
                    path + " belongs to " + owner + "; must belong to " + user.get() + ", who runs this process");
        }
        if (!OWNER_ONLY.containsAll(attributes.permissions())) {
            throw new UnsafePathException(
                    path + " is open to others (" + PosixFilePermissions.toString(attributes.permissions())
                            + "); make it the owner's alone: chmod " + mode + " " + path);
        }
    }
}
