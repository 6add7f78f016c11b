package dev.secrets;

import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What somebody does who can write to the store. */
final class Damage {
    private Damage() {}

    /** Flips a bit of the metadata of a record. */
    static void metadata(SecretStore store, String name) {
        StoredSecret record = store.find(name).orElseThrow().secret();
        StoredSecret damaged = new StoredSecret(
                name,
                record.secretUid(),
                record.revision(),
                record.dueAt(),
                record.currentVersionId(),
                flipped(record.metadata()));
        put(store, damaged, store.values(name, record.secretUid()));
    }

    /** Flips a bit of the value of a version. */
    static void value(SecretStore store, String name, String versionId) {
        StoredSecret record = store.find(name).orElseThrow().secret();
        StoredValue value = store.findValue(name, record.secretUid(), versionId).orElseThrow();
        putBeside(store, record, List.of(new StoredValue(versionId, flipped(value.sealed()))), Set.of());
    }

    /** Takes the value of a version away. */
    static void removeValue(SecretStore store, String name, String versionId) {
        putBeside(store, store.find(name).orElseThrow().secret(), List.of(), Set.of(versionId));
    }

    /** Puts a value beside a record that knows nothing of it. */
    static void addValue(SecretStore store, String name, String versionId) {
        SealedBytes any = SealedBytes.wrap(new byte[60]);
        putBeside(store, store.find(name).orElseThrow().secret(), List.of(new StoredValue(versionId, any)), Set.of());
    }

    private static void putBeside(SecretStore store, StoredSecret record, List<StoredValue> put, Set<String> removed) {
        Set<String> replaced = put.stream().map(StoredValue::versionId).collect(Collectors.toSet());
        Stream<StoredValue> kept = store.values(record.name(), record.secretUid()).stream()
                .filter(value -> !removed.contains(value.versionId()) && !replaced.contains(value.versionId()));
        put(store, record, Stream.concat(kept, put.stream()).toList());
    }

    private static void put(SecretStore store, StoredSecret record, List<StoredValue> values) {
        store.commit(new SecretChange.Delete(record.name(), record.secretUid(), record.revision()));
        store.commit(new SecretChange.Create(record, values));
    }

    /** Leaves Tink's prefix alone, which says what the bytes are under. */
    private static SealedBytes flipped(SealedBytes sealed) {
        byte[] bytes = sealed.sharedArray().clone();
        bytes[bytes.length - 1] ^= 1;
        return SealedBytes.wrap(bytes);
    }
}
