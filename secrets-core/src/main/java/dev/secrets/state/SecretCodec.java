package dev.secrets.state;

import dev.secrets.model.ExternalSecretRotationMetadataItem;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretValue;
import dev.secrets.model.Tag;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SecretCodec() {}

    // Writing

    /** Returns the bytes of the secret's metadata. */
    public static byte[] encode(Secret secret) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeNumberProperty("format", FORMAT);
            writeHead(json, secret);
            writeSettings(json, secret.settings());
            writeArray(json, "versions", Optional.of(secret.versions().all()), SecretCodec::writeVersion);
            secret.rotation().ifPresent(rotation -> writeRotation(json, rotation));
            secret.replication().ifPresent(replication -> ReplicationCodec.write(json, replication));
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeHead(JsonGenerator json, Secret secret) {
        json.writeStringProperty("suffix", secret.identity().suffix());
        write(json, "created", secret.identity().createdDate());
        write(json, "changed", secret.lastChangedDate());
        secret.deletionDate().ifPresent(date -> write(json, "deletion", date));
        writeDay(json, "accessed", secret.lastAccessedDay());
    }

    private static void writeSettings(JsonGenerator json, Settings settings) {
        write(json, "description", settings.description());
        write(json, "key", settings.kmsKeyId());
        write(json, "type", settings.type());
        write(json, "owner", settings.owningService());
        writeArray(json, "tags", settings.tags(), (g, tag) -> writePair(g, tag.key(), tag.value()));
        write(json, "policy", settings.resourcePolicy());
    }

    private static void writeVersion(JsonGenerator json, SecretVersion version) {
        json.writeStartObject();
        json.writeStringProperty("id", version.id());
        write(json, "created", version.createdDate());
        write(json, "key", version.kmsKeyId());
        version.value().ifPresent(value -> writeSeal(json, value));
        if (!version.isDeprecated()) {
            writeArray(json, "labels", Optional.of(version.labels()), JsonGenerator::writeString);
        }
        writeDay(json, "accessed", version.lastAccessedDay());
        json.writeEndObject();
    }

    static void writeSeal(JsonGenerator json, ValueSeal seal) {
        json.writeStringProperty("kind", seal.kind().name());
        json.writeBinaryProperty("sha256", seal.sha256());
    }

    private static void writeRotation(JsonGenerator json, Rotation rotation) {
        json.writeObjectPropertyStart("rotation");
        json.writeBooleanProperty("enabled", rotation.enabled());
        json.writeNumberProperty("epoch", rotation.epoch());
        writeConfiguration(json, rotation.configuration());
        rotation.lastRotated().ifPresent(date -> write(json, "rotated", date));
        rotation.plan().ifPresent(plan -> {
            write(json, "next", plan.nextRotationDate());
            write(json, "start", plan.startAt());
        });
        rotation.attempt().ifPresent(attempt -> writeAttempt(json, attempt));
        json.writeEndObject();
    }

    private static void writeConfiguration(JsonGenerator json, RotationConfiguration configuration) {
        write(json, "rotator", configuration.lambdaArn());
        configuration.rules().ifPresent(rules -> {
            json.writeObjectPropertyStart("rules");
            rules.automaticallyAfterDays().ifPresent(days -> json.writeNumberProperty("days", days));
            write(json, "duration", rules.duration());
            write(json, "expression", rules.scheduleExpression());
            json.writeEndObject();
        });
        writeArray(
                json,
                "external",
                configuration.externalMetadata(),
                (g, item) -> writePair(g, item.key(), item.value()));
        write(json, "role", configuration.externalRoleArn());
    }

    private static void writeAttempt(JsonGenerator json, Rotation.Attempt attempt) {
        json.writeObjectPropertyStart("attempt");
        json.writeStringProperty("version", attempt.versionId());
        json.writeStringProperty("purpose", attempt.purpose().name());
        write(json, "start", attempt.startAt());
        json.writeNumberProperty("failures", attempt.failures());
        attempt.lease().ifPresent(lease -> {
            json.writeStringProperty("owner", lease.owner());
            write(json, "until", lease.until());
        });
        json.writeEndObject();
    }

    private static void writePair(JsonGenerator json, String key, String value) {
        json.writeStartArray();
        json.writeString(key);
        json.writeString(value);
        json.writeEndArray();
    }

    static void write(JsonGenerator json, String name, Instant time) {
        json.writeNumberProperty(name, time.toEpochMilli());
    }

    static void write(JsonGenerator json, String name, Optional<String> text) {
        text.ifPresent(present -> json.writeStringProperty(name, present));
    }

    static void writeDay(JsonGenerator json, String name, Optional<LocalDate> day) {
        day.ifPresent(present -> json.writeNumberProperty(name, present.toEpochDay()));
    }

    static <T> void writeArray(
            JsonGenerator json,
            String name,
            Optional<? extends Iterable<T>> items,
            BiConsumer<JsonGenerator, T> writeItem) {
        items.ifPresent(present -> {
            json.writeArrayPropertyStart(name);
            present.forEach(item -> writeItem.accept(json, item));
            json.writeEndArray();
        });
    }

    // Reading

    /**
     * Returns the secret whose metadata these bytes are.
     *
     * @param name of the record
     * @param uid of the record
     * @throws IllegalStateException if a newer version of this library wrote them, or they are not metadata at all
     */
    public static Secret decode(String name, String uid, byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            requireFormat(name, json);
            return secret(name, uid, json);
        } catch (JacksonException | NoSuchElementException | IllegalArgumentException noMetadata) {
            throw new IllegalStateException("The metadata of " + name + " can't be read", noMetadata);
        }
    }

    private static void requireFormat(String name, JsonNode json) {
        int format = json.required("format").intValue();
        if (format != FORMAT) {
            throw new IllegalStateException(
                    "The metadata of " + name + " has format " + format + "; this version reads format " + FORMAT);
        }
    }

    private static Secret secret(String name, String uid, JsonNode json) {
        return new Secret(
                new Identity(name, uid, text(json, "suffix"), time(json, "created")),
                settings(json),
                Versions.of(items(json, "versions", SecretCodec::version).orElseThrow()),
                child(json, "rotation").map(SecretCodec::rotation),
                optionalTime(json, "deletion"),
                time(json, "changed"),
                optionalDay(json, "accessed"),
                child(json, "replication").map(ReplicationCodec::read));
    }

    private static Settings settings(JsonNode json) {
        return new Settings(
                optionalText(json, "description"),
                optionalText(json, "key"),
                optionalText(json, "type"),
                optionalText(json, "owner"),
                items(
                        json,
                        "tags",
                        pair -> new Tag(
                                pair.required(0).stringValue(), pair.required(1).stringValue())),
                optionalText(json, "policy"));
    }

    private static SecretVersion version(JsonNode json) {
        return new SecretVersion(
                text(json, "id"),
                time(json, "created"),
                optionalText(json, "key"),
                optionalText(json, "kind").map(kind -> seal(json, kind)),
                new TreeSet<>(items(json, "labels", JsonNode::stringValue).orElse(List.of())),
                optionalDay(json, "accessed"));
    }

    static ValueSeal seal(JsonNode json, String kind) {
        return new ValueSeal(
                SecretValue.Kind.valueOf(kind), json.required("sha256").binaryValue());
    }

    private static Rotation rotation(JsonNode json) {
        return new Rotation(
                json.required("enabled").booleanValue(),
                configuration(json),
                optionalTime(json, "rotated"),
                optionalTime(json, "next").map(next -> new Rotation.Plan(next, time(json, "start"))),
                child(json, "attempt").map(SecretCodec::attempt),
                json.required("epoch").longValue());
    }

    private static RotationConfiguration configuration(JsonNode json) {
        return new RotationConfiguration(
                optionalText(json, "rotator"),
                child(json, "rules").map(SecretCodec::rules),
                items(
                        json,
                        "external",
                        pair -> new ExternalSecretRotationMetadataItem(
                                pair.required(0).stringValue(), pair.required(1).stringValue())),
                optionalText(json, "role"));
    }

    private static RotationRules rules(JsonNode json) {
        return new RotationRules(
                child(json, "days").map(JsonNode::longValue),
                optionalText(json, "duration"),
                optionalText(json, "expression"));
    }

    private static Rotation.Attempt attempt(JsonNode json) {
        return new Rotation.Attempt(
                text(json, "version"),
                Rotation.Purpose.valueOf(text(json, "purpose")),
                time(json, "start"),
                json.required("failures").intValue(),
                optionalText(json, "owner").map(owner -> new Rotation.Lease(owner, time(json, "until"))));
    }

    static Optional<JsonNode> child(JsonNode json, String name) {
        return Optional.ofNullable(json.get(name));
    }

    static String text(JsonNode json, String name) {
        return json.required(name).stringValue();
    }

    static Optional<String> optionalText(JsonNode json, String name) {
        return child(json, name).map(JsonNode::stringValue);
    }

    static Instant time(JsonNode json, String name) {
        return Instant.ofEpochMilli(json.required(name).longValue());
    }

    static Optional<Instant> optionalTime(JsonNode json, String name) {
        return child(json, name).map(JsonNode::longValue).map(Instant::ofEpochMilli);
    }

    static Optional<LocalDate> optionalDay(JsonNode json, String name) {
        return child(json, name).map(JsonNode::longValue).map(LocalDate::ofEpochDay);
    }

    static <T> Optional<List<T>> items(JsonNode json, String name, Function<JsonNode, T> item) {
        return child(json, name)
                .map(array -> StreamSupport.stream(array.spliterator(), false)
                        .map(item)
                        .toList());
    }
}
