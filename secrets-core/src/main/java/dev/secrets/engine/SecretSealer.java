package dev.secrets.engine;

import dev.secrets.keys.KeyManager;
import dev.secrets.keys.SealingContext;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.SecretValue;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretCodec;
import dev.secrets.state.SecretVersion;
import dev.secrets.state.ValueSeal;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredSecret;
import java.util.Arrays;
import java.util.Optional;

/** Seals what a secret consists of, each part for its place, and opens it under the place it was asked for. Thread-safe. */
final class SecretSealer {
    private final KeyManager keys;

    SecretSealer(KeyManager keys) {
        this.keys = keys;
    }

    // Metadata

    /** Returns the record of a secret at a revision. */
    StoredSecret seal(Secret secret, long revision) {
        SealingContext.Metadata place = new SealingContext.Metadata(
                secret.identity().name(),
                secret.identity().uid(),
                revision,
                secret.dueAt(),
                secret.versions().current().map(SecretVersion::id));
        return record(place, SecretCodec.encode(secret));
    }

    /** Returns the next revision of a record whose metadata says the same, whatever that is. */
    StoredSecret sealAgain(StoredSecret before) {
        SealingContext.Metadata place = new SealingContext.Metadata(
                before.name(), before.secretUid(), before.revision() + 1, before.dueAt(), before.currentVersionId());
        return record(place, openMetadata(before));
    }

    private StoredSecret record(SealingContext.Metadata place, byte[] metadata) {
        return new StoredSecret(
                place.name(),
                place.secretUid(),
                place.revision(),
                place.dueAt(),
                place.currentVersionId(),
                keys.seal(place, metadata));
    }

    /** @throws DecryptionFailureException if the metadata does not open */
    Secret open(StoredSecret record) {
        return SecretCodec.decode(record.name(), record.secretUid(), openMetadata(record));
    }

    /** @throws DecryptionFailureException if the metadata, which may be of any format, does not open */
    byte[] openMetadata(StoredSecret record) {
        return keys.open(placeOf(record), record.metadata());
    }

    static SealingContext.Metadata placeOf(StoredSecret record) {
        return new SealingContext.Metadata(
                record.name(), record.secretUid(), record.revision(), record.dueAt(), record.currentVersionId());
    }

    // Values

    SealedBytes seal(String secretUid, String versionId, Optional<String> kmsKeyId, SecretValue value) {
        byte[] plaintext = value.reveal();
        try {
            return keys.seal(new SealingContext.Value(secretUid, versionId, value.kind(), keyOf(kmsKeyId)), plaintext);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /** @throws DecryptionFailureException if these are not the bytes that the version names, or they don't open */
    SecretValue open(String secretUid, SecretVersion version, SealedBytes sealed) {
        ValueSeal seal = version.value().orElseThrow();
        if (!seal.covers(sealed)) {
            throw new DecryptionFailureException();
        }
        return SecretValue.wrap(seal.kind(), keys.open(placeOf(secretUid, version), sealed));
    }

    static SealingContext.Value placeOf(String secretUid, SecretVersion version) {
        return new SealingContext.Value(
                secretUid, version.id(), version.value().orElseThrow().kind(), keyOf(version.kmsKeyId()));
    }

    void requireUsable(Optional<String> kmsKeyId) {
        keys.requireUsable(keyOf(kmsKeyId));
    }

    private static String keyOf(Optional<String> kmsKeyId) {
        return kmsKeyId.orElse(KeyManager.DEFAULT_KEY_ID);
    }
}
