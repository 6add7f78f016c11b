package dev.secrets.store.file.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds intact records behind a broken place. A record's MAC is over the stored MAC of the one before it, which are the 32 bytes
 * before it: so each record can be told by itself, and damage stays local.
 */
public final class Resync {
    private static final int WINDOW = 1 << 20;

    private final ByteSource source;
    private final ChainKeys keys;
    private final long limit;

    /**
     * Searches a journal.
     *
     * @param source the journal
     * @param keys its keys
     * @param limit its length
     */
    public Resync(ByteSource source, ChainKeys keys, long limit) {
        this.source = source;
        this.keys = keys;
        this.limit = limit;
    }

    /** Returns the place in front of the first intact record that begins at the byte or behind it. */
    public Optional<ChainPosition> nextIntact(long from) throws IOException {
        byte[] window = new byte[WINDOW + RecordHeader.LENGTH];
        for (long at = from; at + RecordHeader.OVERHEAD <= limit; at += WINDOW) {
            int wanted = (int) Math.min(window.length, limit - at);
            int length = source.read(ByteBuffer.wrap(window, 0, wanted), at);
            for (int offset = 0; offset < WINDOW && offset + RecordHeader.LENGTH <= length; offset++) {
                if (RecordHeader.isPlausible(window, offset)) {
                    Optional<ChainPosition> intact = intactAt(at + offset, RecordHeader.decode(window, offset));
                    if (intact.isPresent()) {
                        return intact;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ChainPosition> intactAt(long at, RecordHeader header) throws IOException {
        int length = header.recordLength();
        if (at + length > limit) {
            return Optional.empty();
        }
        byte[] bytes = new byte[ChainKeys.LENGTH + length];
        source.read(ByteBuffer.wrap(bytes), at - ChainKeys.LENGTH);
        byte[] previous = ChainedRecord.stored(bytes, 0, ChainKeys.LENGTH);
        return new ChainedRecord(keys).isIntact(previous, at, bytes, ChainKeys.LENGTH, length)
                ? Optional.of(new ChainPosition(at, header.sequence() - 1, previous))
                : Optional.empty();
    }

    /**
     * Returns whether a batch was begun behind the byte. It was written only after everything before it had been made durable:
     * then what is broken before it is no torn tail, but damage.
     */
    public boolean hasLaterBatch(long from) throws IOException {
        Optional<ChainPosition> next = nextIntact(from);
        while (next.isPresent()) {
            RecordCursor cursor = new RecordCursor(source, keys, next.get(), limit);
            while (cursor.advance() == RecordCursor.Found.RECORD) {
                if (cursor.header().has(RecordHeader.FIRST_OF_BATCH)) {
                    return true;
                }
            }
            next = nextIntact(cursor.position().length() + 1);
        }
        return false;
    }
}
