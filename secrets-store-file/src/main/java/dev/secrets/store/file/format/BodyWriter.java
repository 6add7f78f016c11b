package dev.secrets.store.file.format;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes the fields of a body one after another. For one thread at a time. */
final class BodyWriter {
    private static final int USUAL_LENGTH = 2048;

    private ByteBuffer body = ByteBuffer.allocate(USUAL_LENGTH);

    BodyWriter text(String text) {
        byte[] bytes = Text.encode(text);
        room(Short.BYTES + bytes.length).putShort((short) bytes.length).put(bytes);
        return this;
    }

    BodyWriter number(long number) {
        room(Long.BYTES).putLong(number);
        return this;
    }

    BodyWriter count(int count) {
        room(Integer.BYTES).putInt(count);
        return this;
    }

    BodyWriter bytes(byte[] bytes) {
        room(Integer.BYTES + (long) bytes.length).putInt(bytes.length).put(bytes);
        return this;
    }

    private ByteBuffer room(long needed) {
        long length = body.position() + needed;
        if (length > RecordHeader.MAX_BODY_LENGTH) {
            throw new IllegalArgumentException("The change has " + length + " bytes or more; at most "
                    + RecordHeader.MAX_BODY_LENGTH + " can be written at once");
        }
        if (needed > body.remaining()) {
            int capacity = (int) Math.max(length, 2L * body.capacity());
            body = ByteBuffer.wrap(Arrays.copyOf(body.array(), capacity)).position(body.position());
        }
        return body;
    }

    /** Returns the body. */
    byte[] toBody() {
        return Arrays.copyOf(body.array(), body.position());
    }
}
