package dev.secrets.jobs;

import dev.secrets.engine.Engine;
import dev.secrets.engine.SealedRecords;
import dev.secrets.keys.KeyMaterial;
import dev.secrets.keys.KeyMetadata;
import dev.secrets.keys.KeyUse;
import dev.secrets.maintenance.KeyReference;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.operations.KmsKeys;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds what in a store is under a key, by going through all of it. What lies beside metadata that does not open is counted by
 * what its bytes say: it may open again one day.
 */
public final class KeyReferences {
    private final SealedRecords records;
    private final KeyMetadata key;
    private final Set<String> materials;

    /** Looks for a key as it is now. */
    public KeyReferences(Engine engine, KeyMetadata key) {
        this.records = engine.records();
        this.key = key;
        this.materials =
                key.materials().stream().map(KeyMaterial::keyMaterialId).collect(Collectors.toSet());
    }

    /** Returns all references in the order of the names. */
    public List<KeyReference> list() {
        List<KeyReference> references = new ArrayList<>();
        forEach(references::add);
        return references;
    }

    /** Calls with each reference in the order of the names. */
    void forEach(Consumer<KeyReference> consumer) {
        records.forEach("", record -> {
            records.useOf(record)
                    .filter(use -> use.keyId().equals(key.keyId()))
                    .ifPresent(use -> consumer.accept(new KeyReference(record.name(), Optional.empty(), use)));
            if (!record.isReserved()) {
                ofSecret(record, consumer);
            }
        });
    }

    private void ofSecret(StoredSecret record, Consumer<KeyReference> consumer) {
        Map<String, SealedBytes> values = records.valuesByVersion(record);
        try {
            ofSecret(records.open(record), values, consumer);
        } catch (DecryptionFailureException unreadable) {
            values.forEach((versionId, bytes) -> ofUnknown(record, versionId, bytes, consumer));
        }
    }

    private void ofSecret(Secret secret, Map<String, SealedBytes> values, Consumer<KeyReference> consumer) {
        String name = secret.identity().name();
        if (KmsKeys.id(secret.settings().kmsKeyId()).equals(key.keyId())) {
            String current = key.currentMaterial().keyMaterialId();
            consumer.accept(new KeyReference(name, Optional.empty(), new KeyUse(key.keyId(), current)));
        }
        for (SecretVersion version : secret.versions().all()) {
            Optional.ofNullable(values.get(version.id()))
                    .filter(bytes -> version.value().isPresent())
                    .flatMap(bytes -> records.useOf(secret, version, bytes))
                    .filter(use -> use.keyId().equals(key.keyId()))
                    .ifPresent(use -> consumer.accept(new KeyReference(name, Optional.of(version.id()), use)));
        }
    }

    private void ofUnknown(StoredSecret record, String versionId, SealedBytes sealed, Consumer<KeyReference> consumer) {
        records.materialOf(sealed)
                .filter(materials::contains)
                .ifPresent(material -> consumer.accept(
                        new KeyReference(record.name(), Optional.of(versionId), new KeyUse(key.keyId(), material))));
    }
}
