package dev.secrets.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a file line by line, with memory for one line, however long the file's are. Confined to one thread. */
final class LineReader implements AutoCloseable {
    private final InputStream in;

    /**
     * A line as it stands in the file.
     *
     * @param bytes without its line feed; none if it is longer than any line of a journal
     * @param ended whether a line feed follows
     */
    record Raw(byte[] bytes, boolean ended) {}

    LineReader(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), 1 << 16);
    }

    /** Returns the next line; nothing at the end of the file. */
    Optional<Raw> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        long length = 0;
        int b = in.read();
        if (b < 0) {
            return Optional.empty();
        }
        while (b >= 0 && b != '\n') {
            length++;
            if (length <= JournalLine.MAX_LENGTH) {
                line.write(b);
            }
            b = in.read();
        }
        byte[] bytes = length <= JournalLine.MAX_LENGTH ? line.toByteArray() : new byte[0];
        return Optional.of(new Raw(bytes, b == '\n'));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
