package dev.secrets.store.file.format;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects the fields of a body, then writes them into an array of exactly their length. For one thread at a time. */
final class BodyWriter {
    private final List<Consumer<ByteBuffer>> fields = new ArrayList<>();
    private long length;

    BodyWriter text(String text) {
        byte[] bytes = Text.encode(text);
        return field(
                Short.BYTES + bytes.length,
                body -> body.putShort((short) bytes.length).put(bytes));
    }

    BodyWriter number(long number) {
        return field(Long.BYTES, body -> body.putLong(number));
    }

    BodyWriter count(int count) {
        return field(Integer.BYTES, body -> body.putInt(count));
    }

    BodyWriter bytes(byte[] bytes) {
        return field(
                Integer.BYTES + (long) bytes.length,
                body -> body.putInt(bytes.length).put(bytes));
    }

    private BodyWriter field(long fieldLength, Consumer<ByteBuffer> field) {
        length += fieldLength;
        fields.add(field);
        return this;
    }

    /** Returns the body. */
    byte[] toBody() {
        if (length > RecordHeader.LONGEST_BODY) {
            throw new IllegalArgumentException("The change has " + length + " bytes; at most "
                    + RecordHeader.LONGEST_BODY + " can be written at once");
        }
        ByteBuffer body = ByteBuffer.allocate((int) length);
        fields.forEach(field -> field.accept(body));
        return body.array();
    }
}
