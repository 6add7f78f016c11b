package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainKeys;
import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.GenerationHeader;
import dev.secrets.store.file.format.NothingIntactException;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** One journal that is open: its header, its keys, and the file. Immutable but for the file. */
final class Generation implements Closeable {
    private final GenerationHeader header;
    private final ChainKeys keys;
    private final ChainPosition start;
    private final StoreFile file;

    private Generation(GenerationHeader header, ChainKeys keys, ChainPosition start, StoreFile file) {
        this.header = header;
        this.keys = keys;
        this.start = start;
        this.file = file;
    }

    /**
     * Opens the journal. If one copy of the header is damaged the other serves, and the damage is reported.
     *
     * @throws dev.secrets.model.RootKeyException if none of the root keys opens it
     */
    static Generation open(StoreFs fs, long number, RootKeys rootKeys, Reports reports) throws IOException {
        StoreFile file = fs.open(FileNames.journal(number));
        return Closing.onFailure(file, () -> {
            byte[] blocks = new byte[GenerationHeader.LENGTH];
            file.read(ByteBuffer.wrap(blocks), 0);
            return opened(number, file, blocks, rootKeys, reports);
        });
    }

    private static Generation opened(long number, StoreFile file, byte[] blocks, RootKeys rootKeys, Reports reports)
            throws IOException {
        byte[] first = Arrays.copyOf(blocks, GenerationHeader.BLOCK);
        byte[] second = Arrays.copyOfRange(blocks, GenerationHeader.BLOCK, GenerationHeader.LENGTH);
        try {
            Generation generation = fromBlock(number, file, first, rootKeys);
            if (!Arrays.equals(first, second)) {
                reports.report(
                        Reports.HEADER_DAMAGED,
                        "The second header of " + FileNames.journal(number)
                                + " is damaged; the first is intact. A compaction writes both anew");
            }
            return generation;
        } catch (DamagedException damage) {
            Generation generation = fromSecondBlock(number, file, second, rootKeys, damage);
            reports.report(
                    Reports.HEADER_DAMAGED,
                    "The first header of " + FileNames.journal(number) + " is damaged (" + damage.getMessage()
                            + "); the second is intact. A compaction writes both anew");
            return generation;
        }
    }

    private static Generation fromSecondBlock(
            long number, StoreFile file, byte[] block, RootKeys rootKeys, DamagedException first) throws IOException {
        try {
            return fromBlock(number, file, block, rootKeys);
        } catch (DamagedException second) {
            throw new NothingIntactException(
                    "Both headers of " + FileNames.journal(number) + " are damaged (" + first.getMessage() + "; "
                            + second.getMessage() + "), and with them the keys to all that follows");
        }
    }

    private static Generation fromBlock(long number, StoreFile file, byte[] block, RootKeys rootKeys)
            throws IOException {
        GenerationHeader header = GenerationHeader.decode(block);
        ChainKeys keys = header.unwrap(rootKeys.inUse());
        ChainPosition start = GenerationHeader.verify(block, keys);
        if (header.generation() != number) {
            throw new DamagedException(
                    FileNames.journal(number) + " is of generation " + header.generation() + ": it was renamed");
        }
        return new Generation(header, keys, start, file);
    }

    long number() {
        return header.generation();
    }

    String name() {
        return FileNames.journal(number());
    }

    GenerationHeader header() {
        return header;
    }

    ChainKeys keys() {
        return keys;
    }

    /** Returns the place behind the header. */
    ChainPosition start() {
        return start;
    }

    StoreFile file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
