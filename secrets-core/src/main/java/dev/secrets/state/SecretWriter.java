package dev.secrets.state;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;

/** Writes a secret as its metadata; see {@link SecretCodec} for the format. */
final class SecretWriter {
    private SecretWriter() {}

    /** Writes the members of the secret's object. */
    static void write(JsonGenerator json, Secret secret) {
        writeHead(json, secret);
        writeSettings(json, secret.settings());
        writeArray(json, "versions", Optional.of(secret.versions().all()), SecretWriter::writeVersion);
        secret.rotation().ifPresent(rotation -> writeRotation(json, rotation));
        secret.replication().ifPresent(replication -> ReplicationCodec.write(json, replication));
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
}
