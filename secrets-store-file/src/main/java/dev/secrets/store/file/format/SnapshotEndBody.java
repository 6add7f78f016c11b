package dev.secrets.store.file.format;

import java.nio.ByteBuffer;

/**
 * The body of a {@link RecordType#SNAPSHOT_END}.
 *
 * @param records how many records the snapshot has
 * @param erases whether nothing of earlier generations may stay in the directory, because something was deleted from them
 */
public record SnapshotEndBody(long records, boolean erases) {
    /** Returns the body. */
    public byte[] encode() {
        return new BodyWriter().number(records).number(erases ? 1 : 0).toBody();
    }

    /** Reads a body. */
    public static SnapshotEndBody decode(ByteBuffer buffer) throws DamagedException {
        BodyReader body = new BodyReader(buffer.duplicate());
        SnapshotEndBody end = new SnapshotEndBody(body.number(), body.number() != 0);
        body.end();
        return end;
    }
}
