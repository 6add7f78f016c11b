package dev.secrets.state;

import java.util.LinkedHashMap;
import java.util.Map;

/** The part of a secret's metadata that ties it to other regions; see {@link SecretCodec} for the format. */
final class ReplicationCodec {
    private ReplicationCodec() {}

    static void write(MessageWriter message, Replication replication) {
        message.text(MetadataField.PRIMARY, replication.primaryRegion());
        replication
                .source()
                .ifPresent(source -> message.message(MetadataField.SOURCE, source, ReplicationCodec::writeSource));
        message.messages(MetadataField.TARGET, replication.targets(), ReplicationCodec::writeTarget);
    }

    private static void writeSource(MessageWriter message, ReplicaSource source) {
        message.text(MetadataField.UID, source.uid());
        message.number(MetadataField.REVISION, source.revision());
        message.messages(MetadataField.SEAL, source.seals().entrySet(), ReplicationCodec::writeSeal);
    }

    private static void writeSeal(MessageWriter message, Map.Entry<String, ValueSeal> entry) {
        message.versionId(entry.getKey());
        SecretWriter.writeSeal(message, entry.getValue());
    }

    private static void writeTarget(MessageWriter message, ReplicaTarget target) {
        message.text(MetadataField.REGION, target.region());
        message.text(MetadataField.KEY, target.kmsKeyId());
        message.text(MetadataField.GOAL, target.goal().name());
        message.flag(MetadataField.OVERWRITE, target.overwrite());
        message.flag(MetadataField.ESTABLISHED, target.established());
        target.outstanding().ifPresent(outstanding -> writeOutstanding(message, outstanding));
        message.day(MetadataField.ACCESSED, target.lastAccessedDay());
    }

    private static void writeOutstanding(MessageWriter message, ReplicaTarget.Outstanding outstanding) {
        message.time(MetadataField.SINCE, outstanding.since());
        message.number(MetadataField.FAILURES, outstanding.failures());
        message.time(MetadataField.RETRY, outstanding.retryAt());
        message.text(MetadataField.FAILURE, outstanding.failure());
    }

    static Replication read(MessageReader message) {
        return new Replication(
                message.text(MetadataField.PRIMARY),
                message.message(MetadataField.SOURCE, ReplicationCodec::source),
                message.messages(MetadataField.TARGET, ReplicationCodec::target));
    }

    private static ReplicaSource source(MessageReader message) {
        Map<String, ValueSeal> seals = new LinkedHashMap<>();
        for (Map.Entry<String, ValueSeal> seal : message.messages(MetadataField.SEAL, ReplicationCodec::seal)) {
            seals.put(seal.getKey(), seal.getValue());
        }
        return new ReplicaSource(message.text(MetadataField.UID), message.number(MetadataField.REVISION), seals);
    }

    private static Map.Entry<String, ValueSeal> seal(MessageReader message) {
        return Map.entry(message.versionId(), SecretReader.seal(message, message.bytes(MetadataField.SHA256)));
    }

    private static ReplicaTarget target(MessageReader message) {
        return new ReplicaTarget(
                message.text(MetadataField.REGION),
                message.optionalText(MetadataField.KEY),
                ReplicaTarget.Goal.valueOf(message.text(MetadataField.GOAL)),
                message.flag(MetadataField.OVERWRITE),
                message.flag(MetadataField.ESTABLISHED),
                message.optionalTime(MetadataField.SINCE)
                        .map(since -> new ReplicaTarget.Outstanding(
                                since,
                                message.smallNumber(MetadataField.FAILURES),
                                message.time(MetadataField.RETRY),
                                message.optionalText(MetadataField.FAILURE))),
                message.optionalDay(MetadataField.ACCESSED));
    }
}
