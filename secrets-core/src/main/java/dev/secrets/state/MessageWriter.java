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
import org.jspecify.annotations.Nullable;

/** Writes one message of a secret's metadata; what is absent is left out. */
final class MessageWriter {
    private static final int USUAL_SIZE = 128;
    private static final int UUID_LENGTH = 36;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
    private final CodedOutputStream coded = CodedOutputStream.newInstance(bytes, USUAL_SIZE);

    /** Writes the messages within this one, one after the other. */
    private @Nullable MessageWriter inner;

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
        UUID uuid = uuidOf(id);
        if (uuid != null) {
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

    private static @Nullable UUID uuidOf(String id) {
        if (id.length() != UUID_LENGTH) {
            return null;
        }
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equals(id) ? uuid : null;
        } catch (IllegalArgumentException another) {
            return null;
        }
    }

    /** Writes a message within this one. */
    <T> void message(MetadataField field, T content, BiConsumer<MessageWriter, T> write) {
        MessageWriter message = inner();
        write.accept(message, content);
        bytes(field, message.toByteArray());
        message.bytes.reset();
    }

    private MessageWriter inner() {
        MessageWriter known = inner;
        if (known == null) {
            known = new MessageWriter();
            inner = known;
        }
        return known;
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
