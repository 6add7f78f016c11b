package dev.secrets.store.file.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** The times that the file system gives, which before Linux 6.13 are the same for all that happens within some milliseconds. */
final class FileTimes {
    private FileTimes() {}

    /** Returns when a change of the directory would be given another time than the last one was. */
    static void awaitTick(Path directory) throws IOException {
        Path probe = Files.createTempFile("probe", "");
        try {
            FileTime changed = (FileTime) Files.getAttribute(directory, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
            do {
                Files.writeString(probe, "x");
            } while (Files.getLastModifiedTime(probe).compareTo(changed) <= 0);
        } finally {
            Files.delete(probe);
        }
    }
}
