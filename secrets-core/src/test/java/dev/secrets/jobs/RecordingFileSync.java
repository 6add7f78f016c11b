package dev.secrets.jobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Forces to the disk, and notes what there was to force: the more there is, the later it was forced. One thread at a time. */
final class RecordingFileSync extends FileSync {
    private final List<String> forced = new ArrayList<>();

    /** Returns what was forced, in order. */
    List<String> forced() {
        return forced;
    }

    @Override
    void content(FileChannel file) throws IOException {
        super.content(file);
        forced.add("content of " + file.size());
    }

    @Override
    void name(Path file) throws IOException {
        super.name(file);
        forced.add("name " + file.getFileName() + " of " + Files.size(file));
    }
}
