package dev.secrets.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

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
            SecretCodec.writeArray(json, "targets", Optional.of(replication.targets()), ReplicationCodec::writeTarget);
        }
        json.writeEndObject();
    }

    private static void writeSource(JsonGenerator json, ReplicaSource source) {
        json.writeObjectPropertyStart("source");
        json.writeStringProperty("uid", source.uid());
        json.writeNumberProperty("revision", source.revision());
        SecretCodec.writeArray(json, "seals", Optional.of(source.seals().entrySet()), ReplicationCodec::writeSeal);
        json.writeEndObject();
    }

    private static void writeSeal(JsonGenerator json, Map.Entry<String, ValueSeal> entry) {
        json.writeStartObject();
        json.writeStringProperty("id", entry.getKey());
        SecretCodec.writeSeal(json, entry.getValue());
        json.writeEndObject();
    }

    private static void writeTarget(JsonGenerator json, ReplicaTarget target) {
        json.writeStartObject();
        json.writeStringProperty("region", target.region());
        SecretCodec.write(json, "key", target.kmsKeyId());
        json.writeStringProperty("goal", target.goal().name());
        writeIfTrue(json, "overwrite", target.overwrite());
        writeIfTrue(json, "established", target.established());
        target.outstanding().ifPresent(outstanding -> writeOutstanding(json, outstanding));
        SecretCodec.writeDay(json, "accessed", target.lastAccessedDay());
        json.writeEndObject();
    }

    private static void writeOutstanding(JsonGenerator json, ReplicaTarget.Outstanding outstanding) {
        SecretCodec.write(json, "since", outstanding.since());
        json.writeNumberProperty("failures", outstanding.failures());
        SecretCodec.write(json, "retry", outstanding.retryAt());
        SecretCodec.write(json, "failure", outstanding.failure());
    }

    private static void writeIfTrue(JsonGenerator json, String name, boolean flag) {
        if (flag) {
            json.writeBooleanProperty(name, true);
        }
    }

    static Replication read(JsonNode json) {
        return new Replication(
                SecretCodec.text(json, "primary"),
                SecretCodec.child(json, "source").map(ReplicationCodec::source),
                SecretCodec.items(json, "targets", ReplicationCodec::target).orElse(List.of()));
    }

    private static ReplicaSource source(JsonNode json) {
        Map<String, ValueSeal> seals = new LinkedHashMap<>();
        for (JsonNode seal : json.required("seals")) {
            seals.put(SecretCodec.text(seal, "id"), SecretCodec.seal(seal, SecretCodec.text(seal, "kind")));
        }
        return new ReplicaSource(
                SecretCodec.text(json, "uid"), json.required("revision").longValue(), seals);
    }

    private static ReplicaTarget target(JsonNode json) {
        return new ReplicaTarget(
                SecretCodec.text(json, "region"),
                SecretCodec.optionalText(json, "key"),
                ReplicaTarget.Goal.valueOf(SecretCodec.text(json, "goal")),
                flag(json, "overwrite"),
                flag(json, "established"),
                SecretCodec.optionalTime(json, "since")
                        .map(since -> new ReplicaTarget.Outstanding(
                                since,
                                json.required("failures").intValue(),
                                SecretCodec.time(json, "retry"),
                                SecretCodec.optionalText(json, "failure"))),
                SecretCodec.optionalDay(json, "accessed"));
    }

    private static boolean flag(JsonNode json, String name) {
        return SecretCodec.child(json, name).map(JsonNode::booleanValue).orElse(false);
    }
}
