package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.fs.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Zeros behind the records of a journal that is written to, so that records are written over them. The sync of a file that did not
 * become longer writes the records alone, where otherwise the file system writes of the new length too. A reserve is as long as
 * the journal was when it was made, within bounds.
 *
 * @param least at least so many bytes
 * @param most at most so many
 */
record Reserve(int least, int most) {
    /** What a store keeps. */
    static final Reserve USUAL = new Reserve(64 << 10, 4 << 20);

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(256 << 10).asReadOnlyBuffer();

    /**
     * Makes a new reserve if the records reach the end of the file; after they were written and before the sync, which covers
     * both. If there is no room for it, there is none.
     *
     * @param end where the records end
     */
    void extend(StoreFile journal, long end) throws IOException {
        if (endsAt(journal, end)) {
            try {
                writeZeros(journal, end, end + Math.min(most, Math.max(least, end)));
            } catch (IOException noRoom) {
                journal.truncate(end); // what room there is, the next records need
            }
        }
    }

    private static boolean endsAt(StoreFile journal, long end) throws IOException {
        return journal.read(ByteBuffer.allocate(1), end) == 0;
    }

    private static void writeZeros(StoreFile journal, long from, long to) throws IOException {
        for (long at = from; at < to; at += ZEROS.capacity()) {
            journal.write(ZEROS.duplicate().limit((int) Math.min(ZEROS.capacity(), to - at)), at);
        }
    }

    /** Cuts the reserve off, unless others wrote to it; for whoever holds the directory's lock. */
    static void giveBack(StoreFile journal, ChainPosition end) throws IOException {
        if (!Written.holdsMore(journal, end)) {
            journal.truncate(end.length());
        }
    }
}
