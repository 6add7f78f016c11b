package dev.secrets.store.file.format;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Records that are written together, chained to the place where they will be appended. For one thread at a time. */
public final class RecordBatch {
    private final ChainedRecord chained;
    private final ChainPosition start;
    private ChainPosition end;
    private ByteBuffer bytes = ByteBuffer.allocate(4096);

    /** Starts an empty batch behind the place. */
    public RecordBatch(ChainKeys keys, ChainPosition start) {
        this.chained = new ChainedRecord(keys);
        this.start = start;
        this.end = start;
    }

    /** Adds a record. The first one of a batch is marked as such. */
    public void add(RecordType type, int flags, byte[] body) {
        int allFlags = isEmpty() ? flags | RecordHeader.FIRST_OF_BATCH : flags;
        RecordHeader header = new RecordHeader(body.length, end.sequence() + 1, type.code(), allFlags);
        reserve(header.recordLength());
        int at = bytes.position();
        header.encode(bytes);
        bytes.put(body);
        byte[] digest = chained.digest(end.chain(), end.length(), bytes.array(), at, RecordHeader.LENGTH + body.length);
        bytes.put(digest);
        end = new ChainPosition(end.length() + header.recordLength(), header.sequence(), digest);
    }

    private void reserve(int length) {
        if (bytes.remaining() < length) {
            int capacity = Math.max(bytes.capacity() * 2, bytes.position() + length);
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), capacity)).position(bytes.position());
        }
    }

    /** Returns whether no record was added. */
    public boolean isEmpty() {
        return end.length() == start.length();
    }

    /** Returns how many bytes were added. */
    public int length() {
        return bytes.position();
    }

    /** Returns where the batch begins. */
    public ChainPosition start() {
        return start;
    }

    /** Returns the place behind the last record. */
    public ChainPosition end() {
        return end;
    }

    /** Returns the bytes to append; they are shared. */
    public ByteBuffer bytes() {
        return bytes.duplicate().flip();
    }
}
