package dev.secrets.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The part of a secret's metadata that ties it to other regions; see {@link SecretCodec}.
 *
 * <p>Sample, of a primary: {@code {"primary":"us-east-1","targets":[{"region":"eu-west-1","goal":"COPY","established":true}]}}; of a
 * replica: {@code {"primary":"us-east-1","source":{"uid":"...","revision":7,"seals":[{"id":"...","kind":"STRING","sha256":"..."}]}}}
 */
final class ReplicationCodec {
    private ReplicationCodec() {}

    static void write(JsonGenerator json, Replication replication) {
        json.writeObjectPropertyStart("replication");
        json.writeStringProperty("primary", replication.primaryRegion());
        replication.source().ifPresent(source -> writeSource(json, source));
        if (!replication.targets().isEmpty()) {
            SecretWriter.writeArray(json, "targets", Optional.of(replication.targets()), ReplicationCodec::writeTarget);
        }
        json.writeEndObject();
    }

    private static void writeSource(JsonGenerator json, ReplicaSource source) {
        json.writeObjectPropertyStart("source");
        json.writeStringProperty("uid", source.uid());
        json.writeNumberProperty("revision", source.revision());
        SecretWriter.writeArray(json, "seals", Optional.of(source.seals().entrySet()), ReplicationCodec::writeSeal);
        json.writeEndObject();
    }

    private static void writeSeal(JsonGenerator json, Map.Entry<String, ValueSeal> entry) {
        json.writeStartObject();
        json.writeStringProperty("id", entry.getKey());
        SecretWriter.writeSeal(json, entry.getValue());
        json.writeEndObject();
    }

    private static void writeTarget(JsonGenerator json, ReplicaTarget target) {
        json.writeStartObject();
        json.writeStringProperty("region", target.region());
        SecretWriter.write(json, "key", target.kmsKeyId());
        json.writeStringProperty("goal", target.goal().name());
        writeIfTrue(json, "overwrite", target.overwrite());
        writeIfTrue(json, "established", target.established());
        target.outstanding().ifPresent(outstanding -> writeOutstanding(json, outstanding));
        SecretWriter.writeDay(json, "accessed", target.lastAccessedDay());
        json.writeEndObject();
    }

    private static void writeOutstanding(JsonGenerator json, ReplicaTarget.Outstanding outstanding) {
        SecretWriter.write(json, "since", outstanding.since());
        json.writeNumberProperty("failures", outstanding.failures());
        SecretWriter.write(json, "retry", outstanding.retryAt());
        SecretWriter.write(json, "failure", outstanding.failure());
    }

    private static void writeIfTrue(JsonGenerator json, String name, boolean flag) {
        if (flag) {
            json.writeBooleanProperty(name, true);
        }
    }

    static Replication read(JsonObject json) {
        return new Replication(
                json.text("primary"),
                json.child("source").map(ReplicationCodec::source),
                json.optionalObjects("targets", ReplicationCodec::target).orElse(List.of()));
    }

    private static ReplicaSource source(JsonObject json) {
        Map<String, ValueSeal> seals = new LinkedHashMap<>();
        for (Map.Entry<String, ValueSeal> seal : json.objects("seals", ReplicationCodec::seal)) {
            seals.put(seal.getKey(), seal.getValue());
        }
        return new ReplicaSource(json.text("uid"), json.number("revision"), seals);
    }

    private static Map.Entry<String, ValueSeal> seal(JsonObject json) {
        return Map.entry(json.text("id"), SecretReader.seal(json, json.text("kind")));
    }

    private static ReplicaTarget target(JsonObject json) {
        return new ReplicaTarget(
                json.text("region"),
                json.optionalText("key"),
                ReplicaTarget.Goal.valueOf(json.text("goal")),
                json.optionalFlag("overwrite"),
                json.optionalFlag("established"),
                json.optionalTime("since")
                        .map(since -> new ReplicaTarget.Outstanding(
                                since, json.smallNumber("failures"), json.time("retry"), json.optionalText("failure"))),
                json.optionalDay("accessed"));
    }
}
