package dev.secrets.store.file.format;

import java.nio.ByteBuffer;

/**
 * The body of a {@link RecordType#SNAPSHOT_END}.
 *
 * @param records how many records the snapshot has
 */
public record SnapshotEndBody(long records) {
    /** Returns the body. */
    public byte[] encode() {
        return new BodyWriter().number(records).toBody();
    }

    /** Reads a body. */
    public static SnapshotEndBody decode(ByteBuffer buffer) throws DamagedException {
        BodyReader body = new BodyReader(buffer.duplicate());
        SnapshotEndBody end = new SnapshotEndBody(body.number());
        body.end();
        return end;
    }
}
