package dev.secrets.state;

import dev.secrets.model.ExternalSecretRotationMetadataItem;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretValue;
import dev.secrets.model.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes a secret of its metadata; see {@link SecretCodec} for the format. */
final class SecretReader {
    private SecretReader() {}

    /** @throws IllegalArgumentException if this is no metadata */
    static Secret secret(String name, String uid, MessageReader message) {
        Instant created = message.time(MetadataField.CREATED);
        return new Secret(
                new Identity(name, uid, message.text(MetadataField.SUFFIX), created),
                settings(message),
                Versions.of(message.messages(MetadataField.VERSION, version -> version(version, created))),
                message.message(MetadataField.ROTATION, SecretReader::rotation),
                message.optionalTime(MetadataField.DELETION),
                message.optionalTime(MetadataField.CHANGED).orElse(created),
                message.optionalDay(MetadataField.ACCESSED),
                message.message(MetadataField.REPLICATION, ReplicationCodec::read));
    }

    private static Settings settings(MessageReader message) {
        return new Settings(
                message.optionalText(MetadataField.DESCRIPTION),
                message.optionalText(MetadataField.KEY),
                message.optionalText(MetadataField.TYPE),
                message.optionalText(MetadataField.OWNER),
                message.message(MetadataField.TAGS, tags -> pairs(tags, Tag::new)),
                message.optionalText(MetadataField.POLICY));
    }

    private static <T> List<T> pairs(MessageReader message, BiFunction<String, String, T> pair) {
        List<String> texts = message.texts(MetadataField.TEXT);
        if (texts.size() % 2 != 0) {
            throw new IllegalArgumentException("A pair has one text");
        }
        List<T> pairs = new ArrayList<>();
        for (int i = 0; i < texts.size(); i += 2) {
            pairs.add(pair.apply(texts.get(i), texts.get(i + 1)));
        }
        return List.copyOf(pairs);
    }

    private static SecretVersion version(MessageReader message, Instant secretCreated) {
        return new SecretVersion(
                message.versionId(),
                message.optionalTime(MetadataField.CREATED).orElse(secretCreated),
                message.optionalText(MetadataField.KEY),
                message.optionalBytes(MetadataField.SHA256).map(sha256 -> seal(message, sha256)),
                message.texts(MetadataField.LABEL),
                message.optionalDay(MetadataField.ACCESSED));
    }

    static ValueSeal seal(MessageReader message, byte[] sha256) {
        boolean isBinary = message.flag(MetadataField.BINARY);
        return new ValueSeal(isBinary ? SecretValue.Kind.BINARY : SecretValue.Kind.STRING, sha256);
    }

    private static Rotation rotation(MessageReader message) {
        return new Rotation(
                message.flag(MetadataField.ENABLED),
                configuration(message),
                message.optionalTime(MetadataField.ROTATED),
                message.optionalTime(MetadataField.NEXT)
                        .map(next -> new Rotation.Plan(next, message.time(MetadataField.START))),
                message.message(MetadataField.ATTEMPT, SecretReader::attempt),
                message.number(MetadataField.EPOCH));
    }

    private static RotationConfiguration configuration(MessageReader message) {
        return new RotationConfiguration(
                message.optionalText(MetadataField.ROTATOR),
                message.message(MetadataField.RULES, SecretReader::rules),
                message.message(
                        MetadataField.EXTERNAL, external -> pairs(external, ExternalSecretRotationMetadataItem::new)),
                message.optionalText(MetadataField.ROLE));
    }

    private static RotationRules rules(MessageReader message) {
        return new RotationRules(
                message.optionalNumber(MetadataField.DAYS),
                message.optionalText(MetadataField.DURATION),
                message.optionalText(MetadataField.EXPRESSION));
    }

    private static Rotation.Attempt attempt(MessageReader message) {
        return new Rotation.Attempt(
                message.versionId(),
                Rotation.Purpose.valueOf(message.text(MetadataField.PURPOSE)),
                message.time(MetadataField.START),
                message.smallNumber(MetadataField.FAILURES),
                lease(message));
    }

    private static Optional<Rotation.Lease> lease(MessageReader message) {
        return message.optionalText(MetadataField.OWNER)
                .map(owner -> new Rotation.Lease(owner, message.time(MetadataField.UNTIL)));
    }
}
