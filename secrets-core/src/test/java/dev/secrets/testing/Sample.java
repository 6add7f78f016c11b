package dev.secrets.testing;

import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Records and values for tests. What they hold follows from their name and revision, so that a test can tell what it reads. */
public final class Sample {
    private Sample() {}

    public static String uid(String name) {
        return "uid-" + name;
    }

    public static String version(long revision) {
        return "version-" + revision;
    }

    public static StoredSecret secret(String name, long revision) {
        return new StoredSecret(
                name,
                uid(name),
                revision,
                revision % 2 == 0 ? Optional.of(Instant.ofEpochMilli(revision * 1000)) : Optional.empty(),
                Optional.of(version(revision)),
                bytes("metadata of " + name + " " + revision, 40));
    }

    public static StoredValue value(String name, long revision, int length) {
        return new StoredValue(version(revision), bytes("value of " + name + " " + revision, length));
    }

    public static SealedBytes bytes(String text, int length) {
        byte[] bytes = new byte[Math.max(length, text.length())];
        byte[] start = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = i < start.length ? start[i] : (byte) (text.hashCode() >> i % 24);
        }
        return SealedBytes.wrap(bytes);
    }

    public static SecretChange create(String name, int valueLength) {
        return new SecretChange.Create(secret(name, 1), List.of(value(name, 1, valueLength)));
    }

    /** From one revision to the next, with a new current version; the version two before is removed. */
    public static SecretChange update(String name, long from, int valueLength) {
        return new SecretChange.Update(
                uid(name),
                from,
                secret(name, from + 1),
                List.of(value(name, from + 1, valueLength)),
                Set.of(version(from - 1)));
    }

    /** As {@link #update}, by one writer of many: what each seals is its own. */
    public static SecretChange updateSealedAs(String sealed, String name, long from, int valueLength) {
        SecretChange.Update same = (SecretChange.Update) update(name, from, valueLength);
        StoredSecret after = same.after();
        StoredSecret own = new StoredSecret(
                name, uid(name), after.revision(), after.dueAt(), after.currentVersionId(), bytes(sealed, 40));
        return new SecretChange.Update(uid(name), from, own, same.putValues(), same.removedVersionIds());
    }

    public static SecretChange delete(String name, long revision) {
        return new SecretChange.Delete(name, uid(name), revision);
    }

    /** Everything that a store holds, by name: the record and its values by version. */
    public static Map<String, Content> contents(SecretStore store) {
        Map<String, Content> contents = new TreeMap<>();
        for (StoredSecret secret : store.page("", Integer.MAX_VALUE)) {
            Map<String, SealedBytes> values = new TreeMap<>();
            store.values(secret.name(), secret.secretUid())
                    .forEach(value -> values.put(value.versionId(), value.sealed()));
            contents.put(secret.name(), new Content(secret, values));
        }
        return contents;
    }

    /** The contents and a secret more, just created. */
    public static Map<String, Content> with(Map<String, Content> contents, String name, int valueLength) {
        Map<String, Content> more = new TreeMap<>(contents);
        StoredValue value = value(name, 1, valueLength);
        more.put(name, new Content(secret(name, 1), new TreeMap<>(Map.of(value.versionId(), value.sealed()))));
        return more;
    }

    public record Content(StoredSecret secret, Map<String, SealedBytes> values) {}
}
