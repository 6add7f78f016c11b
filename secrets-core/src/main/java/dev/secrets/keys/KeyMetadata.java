package dev.secrets.keys;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What may be seen of a key, named as in AWS KMS where KMS has it. Holds no key.
 *
 * @param keyId the id; {@code #metadata}, {@code #access-key} and their like for the keys that are not for values
 * @param keyState what it may be used for
 * @param stateDate since when it is in this state, by the store's clock
 * @param description free text; empty for none
 * @param policy its key policy
 * @param rotationPeriodInDays how old its newest key may get
 * @param deletionDate from when on it may be destroyed, if its deletion is scheduled
 * @param materials its keys, oldest first; the last one seals
 */
public record KeyMetadata(
        String keyId,
        KeyState keyState,
        Instant stateDate,
        String description,
        Optional<String> policy,
        Optional<Integer> rotationPeriodInDays,
        Optional<Instant> deletionDate,
        List<KeyMaterial> materials) {
    /** Copies the list. */
    public KeyMetadata {
        materials = List.copyOf(materials);
    }

    /** Returns when the key was made. */
    public Instant creationDate() {
        return materials.get(0).creationDate();
    }

    /** Returns the key that seals. */
    public KeyMaterial currentMaterial() {
        return materials.stream().filter(KeyMaterial::current).findFirst().orElseThrow();
    }

    /** Returns when the key is due for its next rotation, if it is rotated by age. */
    public Optional<Instant> nextRotationDate() {
        return rotationPeriodInDays.map(days -> currentMaterial().creationDate().plus(Duration.ofDays(days)));
    }
}
