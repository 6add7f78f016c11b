package dev.secrets.state;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One message of a secret's metadata: its fields. Fields that are not known are passed over; one that is missing though it is
 * required, is of another kind than the format has, or occurs twice though it may once is an {@link IllegalArgumentException}.
 */
final class MessageReader {
    private static final int UUID_BYTES = 2 * Long.BYTES;

    private final List<Content> contents = new ArrayList<>();

    /** What one field holds: a {@link Long}, or an array of bytes, which may be a text or a message. */
    private record Content(MetadataField field, Object value) {}

    // Reading the bytes

    /** @throws IllegalArgumentException if these bytes are no message */
    MessageReader(byte[] message) {
        try {
            CodedInputStream coded = CodedInputStream.newInstance(message);
            for (int tag = coded.readTag(); tag != 0; tag = coded.readTag()) {
                read(tag, coded);
            }
        } catch (IOException noMessage) {
            throw new IllegalArgumentException("These bytes are no message", noMessage);
        }
    }

    private void read(int tag, CodedInputStream coded) throws IOException {
        MetadataField field = MetadataField.ofNumber(WireFormat.getTagFieldNumber(tag));
        if (field == null) {
            skip(tag, coded);
            return;
        }
        contents.add(new Content(
                field,
                switch (WireFormat.getTagWireType(tag)) {
                    case WireFormat.WIRETYPE_VARINT -> coded.readInt64();
                    case WireFormat.WIRETYPE_LENGTH_DELIMITED -> coded.readByteArray();
                    default ->
                        throw new IllegalArgumentException(field + " is of a kind that the format has no use for");
                }));
    }

    private static void skip(int tag, CodedInputStream coded) throws IOException {
        if (!coded.skipField(tag)) {
            throw new IllegalArgumentException("A group ends that has not begun");
        }
    }

    // Its fields

    long number(MetadataField field) {
        return as(Long.class, field, required(field));
    }

    int smallNumber(MetadataField field) {
        long number = number(field);
        if (number != (int) number) {
            throw new IllegalArgumentException(field + " is too great");
        }
        return (int) number;
    }

    Optional<Long> optionalNumber(MetadataField field) {
        return Optional.ofNullable(only(field)).map(value -> as(Long.class, field, value));
    }

    /** Returns a time, which is in milliseconds since 1970. */
    Instant time(MetadataField field) {
        return Instant.ofEpochMilli(number(field));
    }

    Optional<Instant> optionalTime(MetadataField field) {
        return optionalNumber(field).map(Instant::ofEpochMilli);
    }

    /** Returns a day, which is in days since 1970. */
    Optional<LocalDate> optionalDay(MetadataField field) {
        return optionalNumber(field).map(LocalDate::ofEpochDay);
    }

    /** Returns whether the flag is there and set. */
    boolean flag(MetadataField field) {
        return only(field) != null && number(field) != 0;
    }

    String text(MetadataField field) {
        return asText(field, required(field));
    }

    Optional<String> optionalText(MetadataField field) {
        return Optional.ofNullable(only(field)).map(value -> asText(field, value));
    }

    List<String> texts(MetadataField field) {
        return all(field, value -> asText(field, value));
    }

    byte[] bytes(MetadataField field) {
        return as(byte[].class, field, required(field));
    }

    Optional<byte[]> optionalBytes(MetadataField field) {
        return Optional.ofNullable(only(field)).map(value -> as(byte[].class, field, value));
    }

    /** Returns the id of a version: the text of a UUID, or another one. */
    String versionId() {
        return optionalBytes(MetadataField.UUID).map(MessageReader::uuid).orElseGet(() -> text(MetadataField.ID));
    }

    private static String uuid(byte[] bytes) {
        if (bytes.length != UUID_BYTES) {
            throw new IllegalArgumentException("A UUID has " + bytes.length + " bytes");
        }
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new UUID(halves.getLong(), halves.getLong()).toString();
    }

    <T> Optional<T> message(MetadataField field, Function<MessageReader, T> read) {
        return optionalBytes(field).map(MessageReader::new).map(read);
    }

    <T> List<T> messages(MetadataField field, Function<MessageReader, T> read) {
        return all(field, value -> read.apply(new MessageReader(as(byte[].class, field, value))));
    }

    private Object required(MetadataField field) {
        Object value = only(field);
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    private @Nullable Object only(MetadataField field) {
        Object only = null;
        for (Content content : contents) {
            if (content.field == field) {
                if (only != null) {
                    throw new IllegalArgumentException(field + " occurs twice");
                }
                only = content.value;
            }
        }
        return only;
    }

    private <T> List<T> all(MetadataField field, Function<Object, T> element) {
        List<T> all = new ArrayList<>();
        for (Content content : contents) {
            if (content.field == field) {
                all.add(element.apply(content.value));
            }
        }
        return List.copyOf(all);
    }

    private static String asText(MetadataField field, Object value) {
        return new String(as(byte[].class, field, value), StandardCharsets.UTF_8);
    }

    private static <T> T as(Class<T> kind, MetadataField field, Object value) {
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException(field + " is no " + kind.getSimpleName());
        }
        return kind.cast(value);
    }
}
