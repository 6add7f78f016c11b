package dev.secrets.state;

import dev.secrets.model.ValidationException;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A secret's metadata as bytes: one JSON object, which is sealed before a store sees it. Name and uid are not in it; they are the
 * record's, and the sealing binds them. What is absent is left out; times are milliseconds since 1970, days are days since then.
 *
 * <p>Sample: {@code {"format":1,"suffix":"tp4F2g","created":1766000000000,"changed":1766000000000,"versions":[{"id":"...",
 * "created":1766000000000,"kind":"STRING","sha256":"...","labels":["AWSCURRENT"]}]}}
 *
 * <p>Strict: an unknown format is refused. The format is frozen by a test: what was ever written must be readable.
 */
public final class SecretCodec {
    private static final int FORMAT = 1;
    private static final int MAX_TEXT = 64 * 1024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .build();

    private SecretCodec() {}

    /** Returns the bytes of the secret's metadata. */
    public static byte[] encode(Secret secret) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeNumberProperty("format", FORMAT);
            SecretWriter.write(json, secret);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /**
     * Returns the secret whose metadata these bytes are.
     *
     * @param name of the record
     * @param uid of the record
     * @throws IllegalStateException if a newer version of this library wrote them, or they are not metadata at all
     */
    public static Secret decode(String name, String uid, byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            JsonObject json = JsonObject.only(parser);
            requireFormat(name, json);
            return SecretReader.secret(name, uid, json);
        } catch (JacksonException | IllegalArgumentException | DateTimeException | ValidationException noMetadata) {
            throw new IllegalStateException("The metadata of " + name + " can't be read", noMetadata);
        }
    }

    private static void requireFormat(String name, JsonObject json) {
        int format = json.smallNumber("format");
        if (format != FORMAT) {
            throw new IllegalStateException(
                    "The metadata of " + name + " has format " + format + "; this version reads format " + FORMAT);
        }
    }
}
