package dev.secrets.jobs;

import dev.secrets.engine.Engine;
import dev.secrets.keys.KeyMaterial;
import dev.secrets.keys.KeyMetadata;
import dev.secrets.keys.KeyState;
import dev.secrets.keys.ManagedKeys;
import dev.secrets.maintenance.KeyDestruction;
import dev.secrets.maintenance.KeyReference;
import dev.secrets.model.InvalidRequestException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The end of a key or of its former materials: only after the settling time in which nobody sealed by them, so that everything
 * that is under them is in the store; and then only after a look at all of it.
 */
public final class Destruction {
    private static final int MAX_NAMED = 5;

    private final Engine engine;
    private final ManagedKeys keys;
    private final KeyMetadata key;
    private final Instant now;

    /** Prepares the destruction of a key as it is now. */
    public Destruction(Engine engine, KeyMetadata key) {
        this.engine = engine;
        this.keys = engine.managedKeys();
        this.key = key;
        this.now = engine.storeTime();
    }

    /**
     * Destroys the key.
     *
     * @param force whatever is under it
     * @throws InvalidRequestException if it is in use, it is too early, or something is under it
     */
    public KeyDestruction destroyKey(boolean force) {
        requireOutOfUse(force);
        List<KeyReference> references = new KeyReferences(engine, key).list();
        if (!force && !references.isEmpty()) {
            throw new InvalidRequestException("Key '" + key.keyId() + "' can't be destroyed: " + shown(references)
                    + " under it. Move what can be moved by re-encryption.");
        }
        keys.destroy(key);
        return new KeyDestruction(
                key.keyId(),
                key.materials().stream().map(KeyMaterial::keyMaterialId).toList(),
                references);
    }

    private void requireOutOfUse(boolean force) {
        boolean inUse = key.keyState() == KeyState.ENABLED || force && key.keyState() == KeyState.DECRYPT_ONLY;
        if (inUse) {
            throw new InvalidRequestException("Key '" + key.keyId() + "' is " + key.keyState() + "; must be "
                    + (force ? "disabled" : "retired or disabled") + " before it is destroyed.");
        }
        Instant earliest = key.deletionDate().orElse(key.stateDate().plus(keys.settlingTime()));
        if (now.isBefore(earliest)) {
            throw new InvalidRequestException("Key '" + key.keyId() + "' can't be destroyed before " + earliest + ".");
        }
    }

    private static String shown(List<KeyReference> references) {
        String first =
                references.stream().limit(MAX_NAMED).map(KeyReference::toString).collect(Collectors.joining(", "));
        return references.size() > MAX_NAMED
                ? first + " and " + (references.size() - MAX_NAMED) + " more are"
                : first + (references.size() == 1 ? " is" : " are");
    }

    /**
     * Destroys the former materials that nothing is under.
     *
     * @throws InvalidRequestException if it is too early for all of them
     */
    public KeyDestruction destroyFormerMaterials() {
        Set<String> unused = settledMaterials();
        new KeyReferences(engine, key)
                .forEach(reference -> unused.remove(reference.key().keyMaterialId()));
        if (!unused.isEmpty()) {
            keys.destroyMaterials(key.keyId(), unused);
        }
        return new KeyDestruction(key.keyId(), unused.stream().sorted().toList(), List.of());
    }

    /** A material sealed last when the one after it was made. */
    private Set<String> settledMaterials() {
        List<KeyMaterial> materials = key.materials();
        Set<String> settled = new HashSet<>();
        for (int i = 0; i + 1 < materials.size(); i++) {
            if (!now.isBefore(settlesAt(materials.get(i + 1)))) {
                settled.add(materials.get(i).keyMaterialId());
            }
        }
        if (settled.isEmpty() && materials.size() > 1) {
            throw new InvalidRequestException(
                    "Key '" + key.keyId() + "' was rotated lately; former material can't be destroyed before "
                            + settlesAt(materials.get(1)) + ".");
        }
        return settled;
    }

    private Instant settlesAt(KeyMaterial successor) {
        return successor.creationDate().plus(keys.settlingTime());
    }
}
