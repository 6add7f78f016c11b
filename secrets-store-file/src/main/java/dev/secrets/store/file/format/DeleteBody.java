package dev.secrets.store.file.format;

import java.nio.ByteBuffer;

/**
 * The body of a {@link RecordType#DELETE}.
 *
 * @param name the name's bytes
 * @param secretUid the identity of the secret that is removed
 * @param revision its last revision
 */
public record DeleteBody(byte[] name, String secretUid, long revision) {
    /** Returns the body. */
    public static byte[] encode(String name, String secretUid, long revision) {
        return new BodyWriter().text(name).text(secretUid).number(revision).toBody();
    }

    /** Reads a body. */
    public static DeleteBody decode(ByteBuffer buffer) throws DamagedException {
        BodyReader body = new BodyReader(buffer.duplicate());
        DeleteBody delete = new DeleteBody(body.text(), Text.decode(body.text()), body.number());
        body.end();
        return delete;
    }
}
