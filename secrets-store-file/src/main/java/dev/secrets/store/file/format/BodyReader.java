package dev.secrets.store.file.format;

import java.nio.ByteBuffer;

/** Takes the fields of a body one after another. What it takes is a copy. For one thread at a time. */
final class BodyReader {
    private final ByteBuffer body;

    BodyReader(ByteBuffer body) {
        this.body = body;
    }

    byte[] text() throws DamagedException {
        return taken(Short.toUnsignedInt(sized(Short.BYTES).getShort()));
    }

    long number() throws DamagedException {
        return sized(Long.BYTES).getLong();
    }

    int count() throws DamagedException {
        int count = sized(Integer.BYTES).getInt();
        if (count < 0 || count > body.remaining()) {
            throw malformed();
        }
        return count;
    }

    byte[] bytes() throws DamagedException {
        return taken(count());
    }

    /** Steps over bytes and returns where in the buffer they begin. */
    int skip(int length) throws DamagedException {
        int at = body.position();
        sized(length).position(at + length);
        return at;
    }

    void end() throws DamagedException {
        if (body.hasRemaining()) {
            throw malformed();
        }
    }

    private byte[] taken(int length) throws DamagedException {
        ByteBuffer from = sized(length);
        byte[] taken = new byte[length];
        from.get(taken);
        return taken;
    }

    private ByteBuffer sized(int length) throws DamagedException {
        if (length > body.remaining()) {
            throw malformed();
        }
        return body;
    }

    private static DamagedException malformed() {
        return new DamagedException("A record's body is not what its type says");
    }
}
