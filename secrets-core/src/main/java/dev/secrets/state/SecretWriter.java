package dev.secrets.state;

import dev.secrets.model.ExternalSecretRotationMetadataItem;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretValue;
import dev.secrets.model.Tag;
import java.time.Instant;
import java.util.List;

/** Writes a secret as its metadata; see {@link SecretCodec} for the format. */
final class SecretWriter {
    private SecretWriter() {}

    /** Writes the fields of the secret's message; the last one is one that must be there. */
    static void write(MessageWriter message, Secret secret) {
        Instant created = secret.identity().createdDate();
        message.time(MetadataField.CREATED, created);
        writeUnless(created, message, MetadataField.CHANGED, secret.lastChangedDate());
        secret.deletionDate().ifPresent(date -> message.time(MetadataField.DELETION, date));
        message.day(MetadataField.ACCESSED, secret.lastAccessedDay());
        writeSettings(message, secret.settings());
        message.messages(
                MetadataField.VERSION, secret.versions().all(), (to, version) -> writeVersion(to, version, created));
        secret.rotation()
                .ifPresent(rotation -> message.message(MetadataField.ROTATION, rotation, SecretWriter::writeRotation));
        secret.replication()
                .ifPresent(replication ->
                        message.message(MetadataField.REPLICATION, replication, ReplicationCodec::write));
        message.text(MetadataField.SUFFIX, secret.identity().suffix());
    }

    /** Most secrets and most of their versions are never changed. */
    private static void writeUnless(Instant created, MessageWriter message, MetadataField field, Instant time) {
        if (!time.equals(created)) {
            message.time(field, time);
        }
    }

    private static void writeSettings(MessageWriter message, Settings settings) {
        message.text(MetadataField.DESCRIPTION, settings.description());
        message.text(MetadataField.KEY, settings.kmsKeyId());
        message.text(MetadataField.TYPE, settings.type());
        message.text(MetadataField.OWNER, settings.owningService());
        settings.tags().ifPresent(tags -> message.message(MetadataField.TAGS, tags, SecretWriter::writeTags));
        message.text(MetadataField.POLICY, settings.resourcePolicy());
    }

    private static void writeTags(MessageWriter message, List<Tag> tags) {
        tags.forEach(tag -> writePair(message, tag.key(), tag.value()));
    }

    private static void writePair(MessageWriter message, String key, String value) {
        message.text(MetadataField.TEXT, key);
        message.text(MetadataField.TEXT, value);
    }

    private static void writeVersion(MessageWriter message, SecretVersion version, Instant secretCreated) {
        message.versionId(version.id());
        writeUnless(secretCreated, message, MetadataField.CREATED, version.createdDate());
        message.text(MetadataField.KEY, version.kmsKeyId());
        version.value().ifPresent(value -> writeSeal(message, value));
        version.labels().forEach(label -> message.text(MetadataField.LABEL, label));
        message.day(MetadataField.ACCESSED, version.lastAccessedDay());
    }

    static void writeSeal(MessageWriter message, ValueSeal seal) {
        message.flag(MetadataField.BINARY, seal.kind() == SecretValue.Kind.BINARY);
        message.bytes(MetadataField.SHA256, seal.sha256());
    }

    private static void writeRotation(MessageWriter message, Rotation rotation) {
        message.flag(MetadataField.ENABLED, rotation.enabled());
        message.number(MetadataField.EPOCH, rotation.epoch());
        writeConfiguration(message, rotation.configuration());
        rotation.lastRotated().ifPresent(date -> message.time(MetadataField.ROTATED, date));
        rotation.plan().ifPresent(plan -> {
            message.time(MetadataField.NEXT, plan.nextRotationDate());
            message.time(MetadataField.START, plan.startAt());
        });
        rotation.attempt()
                .ifPresent(attempt -> message.message(MetadataField.ATTEMPT, attempt, SecretWriter::writeAttempt));
    }

    private static void writeConfiguration(MessageWriter message, RotationConfiguration configuration) {
        message.text(MetadataField.ROTATOR, configuration.lambdaArn());
        configuration.rules().ifPresent(rules -> message.message(MetadataField.RULES, rules, SecretWriter::writeRules));
        configuration
                .externalMetadata()
                .ifPresent(items -> message.message(MetadataField.EXTERNAL, items, SecretWriter::writeExternal));
        message.text(MetadataField.ROLE, configuration.externalRoleArn());
    }

    private static void writeRules(MessageWriter message, RotationRules rules) {
        rules.automaticallyAfterDays().ifPresent(days -> message.number(MetadataField.DAYS, days));
        message.text(MetadataField.DURATION, rules.duration());
        message.text(MetadataField.EXPRESSION, rules.scheduleExpression());
    }

    private static void writeExternal(MessageWriter message, List<ExternalSecretRotationMetadataItem> items) {
        items.forEach(item -> writePair(message, item.key(), item.value()));
    }

    private static void writeAttempt(MessageWriter message, Rotation.Attempt attempt) {
        message.versionId(attempt.versionId());
        message.text(MetadataField.PURPOSE, attempt.purpose().name());
        message.time(MetadataField.START, attempt.startAt());
        message.number(MetadataField.FAILURES, attempt.failures());
        attempt.lease().ifPresent(lease -> {
            message.text(MetadataField.OWNER, lease.owner());
            message.time(MetadataField.UNTIL, lease.until());
        });
    }
}
