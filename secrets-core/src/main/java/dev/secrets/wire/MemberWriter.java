package dev.secrets.wire;

import dev.secrets.model.SecretValue;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes the members of one JSON object in the order of the calls. What is absent is left out, never null (checklist WIRE-07).
 * Secret values go from their bytes to the body without becoming a {@code String}.
 */
final class MemberWriter {
    private static final int MILLISECOND_DIGITS = 3;

    private final JsonGenerator json;

    private MemberWriter(JsonGenerator json) {
        this.json = json;
    }

    /** Returns an object with the members that the encoder writes, in UTF-8. */
    static <T> byte[] object(T value, BiConsumer<MemberWriter, T> encoder) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json =
                WireJson.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            new MemberWriter(json).writeObject(value, encoder);
        }
        return bytes.toByteArray();
    }

    MemberWriter text(String name, String value) {
        json.writeName(name).writeString(value);
        return this;
    }

    MemberWriter text(String name, Optional<String> value) {
        value.ifPresent(text -> text(name, text));
        return this;
    }

    MemberWriter flag(String name, boolean value) {
        json.writeName(name).writeBoolean(value);
        return this;
    }

    MemberWriter flag(String name, Optional<Boolean> value) {
        value.ifPresent(flag -> flag(name, flag));
        return this;
    }

    MemberWriter whole(String name, Optional<Long> value) {
        value.ifPresent(number -> json.writeName(name).writeNumber(number));
        return this;
    }

    /** Writes seconds since 1970 with as many decimals as it takes, at most three (checklist WIRE-05), and no exponent. */
    MemberWriter time(String name, Instant value) {
        BigDecimal seconds = BigDecimal.valueOf(value.toEpochMilli(), MILLISECOND_DIGITS);
        json.writeName(name).writeNumber(seconds.stripTrailingZeros().toPlainString());
        return this;
    }

    MemberWriter time(String name, Optional<Instant> value) {
        value.ifPresent(instant -> time(name, instant));
        return this;
    }

    /** Writes a text as a string and bytes as base64. */
    MemberWriter secret(String name, SecretValue value) {
        byte[] bytes = value.reveal();
        json.writeName(name);
        if (value.kind() == SecretValue.Kind.STRING) {
            json.writeUTF8String(bytes, 0, bytes.length);
        } else {
            json.writeBinary(bytes);
        }
        Arrays.fill(bytes, (byte) 0);
        return this;
    }

    MemberWriter texts(String name, List<String> values) {
        json.writeName(name).writeStartArray();
        values.forEach(json::writeString);
        json.writeEndArray();
        return this;
    }

    MemberWriter texts(String name, Optional<List<String>> values) {
        values.ifPresent(texts -> texts(name, texts));
        return this;
    }

    MemberWriter textsByKey(String name, Optional<Map<String, List<String>>> values) {
        values.ifPresent(map -> structure(name, map, (out, lists) -> lists.forEach(out::texts)));
        return this;
    }

    <T> MemberWriter structure(String name, T value, BiConsumer<MemberWriter, T> encoder) {
        json.writeName(name);
        writeObject(value, encoder);
        return this;
    }

    <T> MemberWriter structure(String name, Optional<T> value, BiConsumer<MemberWriter, T> encoder) {
        value.ifPresent(present -> structure(name, present, encoder));
        return this;
    }

    <T> MemberWriter structures(String name, List<T> values, BiConsumer<MemberWriter, T> encoder) {
        json.writeName(name).writeStartArray();
        values.forEach(value -> writeObject(value, encoder));
        json.writeEndArray();
        return this;
    }

    <T> MemberWriter structures(String name, Optional<List<T>> values, BiConsumer<MemberWriter, T> encoder) {
        values.ifPresent(present -> structures(name, present, encoder));
        return this;
    }

    private <T> void writeObject(T value, BiConsumer<MemberWriter, T> encoder) {
        json.writeStartObject();
        encoder.accept(this, value);
        json.writeEndObject();
    }
}
