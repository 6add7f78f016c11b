package dev.secrets.audit;

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
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int filled;
    private boolean atEnd;

    /**
     * A line as it stands in the file.
     *
     * @param bytes without its line feed; none if it is longer than any line of a journal
     * @param ended whether a line feed follows
     */
    record Raw(byte[] bytes, boolean ended) {}

    LineReader(Path file) throws IOException {
        in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the next line; nothing at the end of the file. */
    Optional<Raw> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        long length = 0;
        while (position < filled || fill()) {
            int start = position;
            int end = endOfLine(start);
            length += end - start;
            if (length <= JournalLine.MAX_LENGTH) {
                line.write(buffer, start, end - start);
            }
            position = end;
            if (end < filled) {
                position++;
                return Optional.of(raw(line, length, true));
            }
        }
        return length == 0 ? Optional.empty() : Optional.of(raw(line, length, false));
    }

    /** The end stays the end: what is written meanwhile may go on with a line that was returned without its end. */
    private boolean fill() throws IOException {
        position = 0;
        filled = atEnd ? 0 : Math.max(0, in.read(buffer));
        atEnd = filled == 0;
        return !atEnd;
    }

    /** Returns where the line feed is, or where the buffer ends. */
    private int endOfLine(int start) {
        int end = start;
        while (end < filled && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private static Raw raw(ByteArrayOutputStream line, long length, boolean ended) {
        return new Raw(length <= JournalLine.MAX_LENGTH ? line.toByteArray() : new byte[0], ended);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
