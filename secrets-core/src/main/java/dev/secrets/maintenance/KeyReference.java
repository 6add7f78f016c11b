package dev.secrets.maintenance;

import dev.secrets.keys.KeyUse;
import java.util.Optional;

/**
 * Something in the store that needs a key.
 *
 * @param name the secret
 * @param versionId the version whose value is under the key; absent if its metadata is, or if its new values are to be
 * @param key the key
 */
public record KeyReference(String name, Optional<String> versionId, KeyUse key) {
    @Override
    public String toString() {
        return name + versionId.map(id -> " " + id).orElse("");
    }
}
