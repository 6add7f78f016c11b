package dev.secrets.keys;

import java.util.Comparator;

/**
 * What sealed bytes are under.
 *
 * @param keyId the key
 * @param keyMaterialId which of its keys, by what the bytes say
 */
public record KeyUse(String keyId, String keyMaterialId) implements Comparable<KeyUse> {
    @Override
    public int compareTo(KeyUse other) {
        return Comparator.comparing(KeyUse::keyId)
                .thenComparing(KeyUse::keyMaterialId)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return keyId + " " + keyMaterialId;
    }
}
