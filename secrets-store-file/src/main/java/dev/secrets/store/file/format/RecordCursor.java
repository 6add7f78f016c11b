package dev.secrets.store.file.format;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Goes through the records of a journal in one sequential pass and verifies each: checksum, sequence, MAC over the one before.
 * It stops at the first that is not intact and says why. For one thread at a time.
 */
public final class RecordCursor {
    private static final int WINDOW = 256 << 10;

    private final ByteSource source;
    private final ChainedRecord chained;
    private final long limit;
    private ChainPosition position;
    private long recordAt;
    private RecordHeader header = new RecordHeader(0, 0, 0, 0);
    private String problem = "";

    private byte[] window = new byte[WINDOW];
    private long windowAt;
    private int windowLength;

    /** What {@link #advance} found. */
    public enum Found {
        /** An intact record. */
        RECORD,
        /** The limit, exactly behind a record. */
        END,
        /** Something that is not an intact record; {@link #problem} says what. */
        BROKEN
    }

    /**
     * Starts at a place.
     *
     * @param source the journal
     * @param keys its keys
     * @param start where to begin
     * @param limit where to end, in bytes from the beginning of the journal
     */
    public RecordCursor(ByteSource source, ChainKeys keys, ChainPosition start, long limit) {
        this.source = source;
        this.chained = new ChainedRecord(keys);
        this.position = start;
        this.recordAt = start.length();
        this.limit = limit;
        this.windowAt = start.length();
    }

    /**
     * Goes to the next record.
     *
     * @throws UnknownFormatException if it is intact and of a type or with flags that are not known
     */
    public Found advance() throws IOException {
        long at = position.length();
        if (at == limit) {
            return Found.END;
        }
        if (!load(at, RecordHeader.LENGTH)) {
            return broken("the file ends within a record's header");
        }
        int offset = (int) (at - windowAt);
        if (!RecordHeader.isPlausible(window, offset)) {
            return broken("a record's header has a wrong checksum");
        }
        header = RecordHeader.decode(window, offset);
        return header.sequence() == position.sequence() + 1
                ? advanceOver(at)
                : broken("the record has number " + header.sequence() + " instead of " + (position.sequence() + 1));
    }

    private Found advanceOver(long at) throws IOException {
        int length = header.recordLength();
        if (!load(at, length)) {
            return broken("the file ends within a record");
        }
        int offset = (int) (at - windowAt);
        if (!chained.isIntact(position.chain(), at, window, offset, length)) {
            return broken("a record's MAC is wrong");
        }
        header.requireKnown();
        recordAt = at;
        position = new ChainPosition(at + length, header.sequence(), ChainedRecord.stored(window, offset, length));
        return Found.RECORD;
    }

    private Found broken(String what) {
        problem = what + ", at byte " + position.length();
        return Found.BROKEN;
    }

    /** Makes sure that the bytes are in the window; false if the limit comes first. */
    private boolean load(long at, int length) throws IOException {
        if (at + length > limit) {
            return false;
        }
        if (at < windowAt || at + length > windowAt + windowLength) {
            if (length > window.length) {
                window = new byte[length];
            }
            int wanted = (int) Math.min(window.length, limit - at);
            windowAt = at;
            windowLength = source.read(ByteBuffer.wrap(window, 0, wanted), at);
        }
        return length <= windowLength - (at - windowAt);
    }

    /** Returns the place behind the last intact record. */
    public ChainPosition position() {
        return position;
    }

    /** Returns where the record begins. */
    public long recordAt() {
        return recordAt;
    }

    /** Returns the record's header. */
    public RecordHeader header() {
        return header;
    }

    /** Returns what the record does. */
    public RecordType type() throws UnknownFormatException {
        return RecordType.of(header.type());
    }

    /** Returns the record's body, in a buffer that the next {@link #advance} overwrites. */
    public ByteBuffer body() {
        int offset = (int) (recordAt - windowAt) + RecordHeader.LENGTH;
        return ByteBuffer.wrap(window, offset, header.bodyLength());
    }

    /** Returns why the cursor stopped. */
    public String problem() {
        return problem;
    }
}
