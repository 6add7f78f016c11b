package dev.secrets.jobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Has a file outlast a loss of power: first what is in it, and then that it is there. Stateless, and not final for tests alone. */
class FileSync {
    /** Forces what was written to the file, and what the file system knows of it. */
    void content(FileChannel file) throws IOException {
        file.force(true);
    }

    /** Forces the name that a file was given. Only POSIX lets a directory be forced; elsewhere a name is what the system makes it. */
    void name(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Path directory =
                    Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }
}
