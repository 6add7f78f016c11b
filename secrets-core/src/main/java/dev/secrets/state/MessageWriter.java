package dev.secrets.state;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Writes one message of a secret's metadata; what is absent is left out. */
final class MessageWriter {
    private static final int USUAL_SIZE = 128;
    private static final int UUID_LENGTH = 36;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
    private final CodedOutputStream coded = CodedOutputStream.newInstance(bytes, USUAL_SIZE);

    byte[] toByteArray() {
        write(CodedOutputStream::flush);
        return bytes.toByteArray();
    }

    void number(MetadataField field, long number) {
        write(to -> to.writeInt64(field.number(), number));
    }

    /** Writes the time in milliseconds since 1970. */
    void time(MetadataField field, Instant time) {
        number(field, time.toEpochMilli());
    }

    /** Writes the day in days since 1970. */
    void day(MetadataField field, Optional<LocalDate> day) {
        day.ifPresent(present -> number(field, present.toEpochDay()));
    }

    void flag(MetadataField field, boolean flag) {
        if (flag) {
            number(field, 1);
        }
    }

    void text(MetadataField field, String text) {
        write(to -> to.writeString(field.number(), text));
    }

    void text(MetadataField field, Optional<String> text) {
        text.ifPresent(present -> text(field, present));
    }

    void bytes(MetadataField field, byte[] content) {
        write(to -> to.writeByteArray(field.number(), content));
    }

    /** Writes the id of a version, which nearly always is the usual text of a UUID, as its 16 bytes. */
    void versionId(String id) {
        if (isUuid(id)) {
            UUID uuid = UUID.fromString(id);
            bytes(
                    MetadataField.UUID,
                    ByteBuffer.allocate(2 * Long.BYTES)
                            .putLong(uuid.getMostSignificantBits())
                            .putLong(uuid.getLeastSignificantBits())
                            .array());
        } else {
            text(MetadataField.ID, id);
        }
    }

    private static boolean isUuid(String id) {
        if (id.length() != UUID_LENGTH) {
            return false;
        }
        try {
            return UUID.fromString(id).toString().equals(id);
        } catch (IllegalArgumentException another) {
            return false;
        }
    }

    /** Writes a message within this one. */
    <T> void message(MetadataField field, T content, BiConsumer<MessageWriter, T> write) {
        MessageWriter message = new MessageWriter();
        write.accept(message, content);
        bytes(field, message.toByteArray());
    }

    /** Writes a message for each, one after the other. */
    <T> void messages(MetadataField field, Iterable<T> contents, BiConsumer<MessageWriter, T> write) {
        contents.forEach(content -> message(field, content, write));
    }

    private interface Step {
        void writeTo(CodedOutputStream coded) throws IOException;
    }

    private void write(Step step) {
        try {
            step.writeTo(coded);
        } catch (IOException impossible) {
            throw new IllegalStateException("Memory can be written to", impossible);
        }
    }
}
