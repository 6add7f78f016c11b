package dev.secrets.engine;

import dev.secrets.keys.KeyManager;
import dev.secrets.keys.KeyUse;
import dev.secrets.keys.SealingContext;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.SecretValue;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.state.ValueSeal;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretStore;
import dev.secrets.store.SecretStores;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Records as the store has them, one by one: for work that has to see what operations never show, such as what does not open and
 * what is under which key. Nothing is authorised or audited here, and nothing comes from a cache. Throws the store's exceptions.
 * Thread-safe.
 */
public final class SealedRecords {
    /** As in requests (section 3.1 of the reference). */
    private static final int MAX_NAME_LENGTH = 512;

    private final SecretStore store;
    private final KeyManager keys;
    private final SecretSealer sealer;
    private final SecretRepository repository;
    private final Arns arns;

    SealedRecords(SecretStore store, KeyManager keys, SecretRepository repository, Arns arns) {
        this.store = store;
        this.keys = keys;
        this.sealer = new SecretSealer(keys);
        this.repository = repository;
        this.arns = arns;
    }

    // Reading

    /** Calls with each record but the key ring in the order of the names, beginning with the first that is not before a name. */
    public void forEach(String fromName, Consumer<StoredSecret> consumer) {
        SecretStores.forEach(store, fromName, record -> {
            if (!record.name().equals(KeyManager.KEY_RING)) {
                consumer.accept(record);
            }
        });
    }

    /** Returns the record of the name as it is now. */
    public Optional<StoredSecret> find(String name) {
        return store.findLatest(name).map(FoundSecret::secret);
    }

    /** Returns whether a secret can have the name: one that a caller could create it by, which no reserved record has. */
    public static boolean isSecretName(String name) {
        return name.length() <= MAX_NAME_LENGTH && SecretReference.isName(name);
    }

    /**
     * Returns what the metadata of a record says.
     *
     * @throws DecryptionFailureException if it does not open
     */
    public Secret open(StoredSecret record) {
        return sealer.open(record);
    }

    /**
     * Opens the metadata of a reserved record, which may be of any format.
     *
     * @throws DecryptionFailureException if it does not open
     */
    public void requireOpens(StoredSecret record) {
        sealer.openMetadata(record);
    }

    /** Returns the sealed values that lie beside a record. */
    public List<StoredValue> values(StoredSecret record) {
        return store.values(record.name(), record.secretUid());
    }

    /**
     * Opens the value of a version.
     *
     * @throws DecryptionFailureException if these are not the version's bytes, or don't open
     */
    public SecretValue open(Secret secret, SecretVersion version, SealedBytes sealed) {
        return sealer.open(secret.identity().uid(), version, sealed);
    }

    /** Returns the ARN of a secret. */
    public String arn(Secret secret) {
        return arns.of(secret.identity());
    }

    /** Returns the store's clock. */
    public Instant storeTime() {
        return store.now();
    }

    // Keys

    /** Returns what the metadata of a record is under. */
    public Optional<KeyUse> useOf(StoredSecret record) {
        return keys.managedKeys().useOf(SecretSealer.placeOf(record), record.metadata());
    }

    /** Returns what the value of a version is under. */
    public Optional<KeyUse> useOf(Secret secret, SecretVersion version, SealedBytes sealed) {
        return keys.managedKeys().useOf(SecretSealer.placeOf(secret.identity().uid(), version), sealed);
    }

    /** Returns the key material that sealed bytes name, whatever they are. */
    public Optional<String> materialOf(SealedBytes sealed) {
        return keys.managedKeys()
                .useOf(new SealingContext.PageToken(""), sealed)
                .map(KeyUse::keyMaterialId);
    }

    /** Returns whether the metadata of a record is under the newest key. */
    public boolean isUnderCurrentMaterial(StoredSecret record) {
        return keys.managedKeys().isUnderCurrentMaterial(SecretSealer.placeOf(record), record.metadata());
    }

    /** Returns whether the value of a version is under the newest material of its key. */
    public boolean isUnderCurrentMaterial(Secret secret, SecretVersion version, SealedBytes sealed) {
        return keys.managedKeys()
                .isUnderCurrentMaterial(SecretSealer.placeOf(secret.identity().uid(), version), sealed);
    }

    // Sealing anew

    /** Begins a change of one secret. */
    public Change change() {
        return new Change();
    }

    /** A change of one secret that seals values. Confined to one thread and to one attempt. */
    public final class Change {
        private final long sinceNanos = System.nanoTime();
        private final List<StoredValue> values = new ArrayList<>();

        private Change() {}

        /** Seals a value, and returns its version as it is then. */
        public SecretVersion seal(Secret secret, SecretVersion version, Optional<String> kmsKeyId, SecretValue value) {
            SealedBytes sealed = sealer.seal(secret.identity().uid(), version.id(), kmsKeyId, value);
            values.add(new StoredValue(version.id(), sealed));
            return version.sealed(kmsKeyId, ValueSeal.of(value.kind(), sealed));
        }

        /**
         * Commits the secret in place of the record.
         *
         * @throws StoreConflictException if another writer was faster
         */
        public void replace(StoredSecret before, Secret secretBefore, Secret after) {
            repository.update(before, secretBefore, after, new SealedValues(values, sinceNanos));
        }

        /**
         * Commits a new secret.
         *
         * @throws StoreConflictException if there is one of the name
         */
        public void create(Secret secret) {
            repository.create(secret, new SealedValues(values, sinceNanos));
        }
    }

    /**
     * Seals the metadata of a reserved record anew, whatever it is.
     *
     * @throws StoreConflictException if another writer was faster
     */
    public void resealReserved(StoredSecret record) {
        repository.resealMetadata(record);
    }

    /** Returns sealed values by their version. */
    public Map<String, SealedBytes> valuesByVersion(StoredSecret record) {
        Map<String, SealedBytes> byVersion = new HashMap<>();
        values(record).forEach(value -> byVersion.put(value.versionId(), value.sealed()));
        return byVersion;
    }
}
