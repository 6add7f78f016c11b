package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainKeys;
import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.Resync;
import dev.secrets.store.file.fs.ReadableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Tells in a journal what was written from the {@link Reserve} of zeros behind it. */
final class Written {
    private static final int CHUNK = 64 << 10;
    private static final byte[] ZEROS = new byte[CHUNK];

    private Written() {}

    /**
     * Returns whether something was written behind the place, or is being written. A record begins with the length of its body,
     * which is never 0. What a power cut left may begin with zeros all the same: whoever opens a store asks for {@link #end}.
     */
    static boolean holdsMore(ReadableFile journal, ChainPosition place) throws IOException {
        return beginning(journal, place).getLong(0) != 0;
    }

    /** Returns whether the reserve begins at the place: nothing more was written, and nothing before it was cut off. */
    static boolean reserveBegins(ReadableFile journal, ChainPosition place) throws IOException {
        ByteBuffer beginning = beginning(journal, place);
        return !beginning.hasRemaining() && beginning.getLong(0) == 0;
    }

    /** Reads the length that a record would begin with; zeros where the file ends before. */
    private static ByteBuffer beginning(ReadableFile journal, ChainPosition place) throws IOException {
        ByteBuffer beginning = ByteBuffer.allocate(Long.BYTES);
        journal.read(beginning, place.length());
        return beginning;
    }

    /** Returns where the reserve begins, or the given place if nothing else lies behind it. */
    static long end(ReadableFile journal, long from) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (long end = journal.size(); end > from; end -= CHUNK) {
            long at = Math.max(from, end - CHUNK);
            int length = journal.read(ByteBuffer.wrap(chunk, 0, (int) (end - at)), at);
            if (!Arrays.equals(chunk, 0, length, ZEROS, 0, length)) {
                return at + withoutZeros(chunk, length);
            }
        }
        return from;
    }

    private static int withoutZeros(byte[] bytes, int length) {
        int end = length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    /** Returns what finds intact records up to where the last one may reach: its digest may end with zeros. */
    static Resync resync(Generation generation, long written) throws IOException {
        ReadableFile journal = generation.file();
        return new Resync(journal::read, generation.keys(), Math.min(journal.size(), written + ChainKeys.LENGTH));
    }
}
