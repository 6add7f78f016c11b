package dev.secrets.state;

import dev.secrets.model.ExternalSecretRotationMetadataItem;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretValue;
import dev.secrets.model.Tag;
import java.util.List;
import java.util.TreeSet;

/** Makes a secret of its metadata; see {@link SecretCodec} for the format. */
final class SecretReader {
    private SecretReader() {}

    /** @throws IllegalArgumentException if this is no metadata */
    static Secret secret(String name, String uid, JsonObject json) {
        return new Secret(
                new Identity(name, uid, json.text("suffix"), json.time("created")),
                settings(json),
                Versions.of(json.objects("versions", SecretReader::version)),
                json.child("rotation").map(SecretReader::rotation),
                json.optionalTime("deletion"),
                json.time("changed"),
                json.optionalDay("accessed"),
                json.child("replication").map(ReplicationCodec::read));
    }

    private static Settings settings(JsonObject json) {
        return new Settings(
                json.optionalText("description"),
                json.optionalText("key"),
                json.optionalText("type"),
                json.optionalText("owner"),
                json.pairs("tags", Tag::new),
                json.optionalText("policy"));
    }

    private static SecretVersion version(JsonObject json) {
        return new SecretVersion(
                json.text("id"),
                json.time("created"),
                json.optionalText("key"),
                json.optionalText("kind").map(kind -> seal(json, kind)),
                new TreeSet<>(json.texts("labels").orElse(List.of())),
                json.optionalDay("accessed"));
    }

    static ValueSeal seal(JsonObject json, String kind) {
        return new ValueSeal(SecretValue.Kind.valueOf(kind), json.bytes("sha256"));
    }

    private static Rotation rotation(JsonObject json) {
        return new Rotation(
                json.flag("enabled"),
                configuration(json),
                json.optionalTime("rotated"),
                json.optionalTime("next").map(next -> new Rotation.Plan(next, json.time("start"))),
                json.child("attempt").map(SecretReader::attempt),
                json.number("epoch"));
    }

    private static RotationConfiguration configuration(JsonObject json) {
        return new RotationConfiguration(
                json.optionalText("rotator"),
                json.child("rules").map(SecretReader::rules),
                json.pairs("external", ExternalSecretRotationMetadataItem::new),
                json.optionalText("role"));
    }

    private static RotationRules rules(JsonObject json) {
        return new RotationRules(
                json.optionalNumber("days"), json.optionalText("duration"), json.optionalText("expression"));
    }

    private static Rotation.Attempt attempt(JsonObject json) {
        return new Rotation.Attempt(
                json.text("version"),
                Rotation.Purpose.valueOf(json.text("purpose")),
                json.time("start"),
                json.smallNumber("failures"),
                json.optionalText("owner").map(owner -> new Rotation.Lease(owner, json.time("until"))));
    }
}
