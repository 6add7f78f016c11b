package dev.secrets.jobs;

import dev.secrets.keys.KeyMetadata;
import dev.secrets.keys.KeyState;
import dev.secrets.keys.KeyUse;
import dev.secrets.keys.ManagedKeys;
import java.util.Optional;

/** Tells why something does not open, by what is known of its key: cryptography itself answers no more than no. */
final class UnreadableReasons {
    private final ManagedKeys keys;

    UnreadableReasons(ManagedKeys keys) {
        this.keys = keys;
    }

    String of(Optional<KeyUse> use) {
        if (use.isEmpty()) {
            return "it is too short to be sealed bytes";
        }
        return keys.find(use.get().keyId())
                .map(key -> of(use.get(), key))
                .orElse("key '" + use.get().keyId() + "' does not exist or was destroyed");
    }

    private static String of(KeyUse use, KeyMetadata key) {
        if (key.keyState() == KeyState.DISABLED || key.keyState() == KeyState.PENDING_DELETION) {
            return "key '" + key.keyId() + "' is " + key.keyState();
        }
        boolean known = key.materials().stream()
                .anyMatch(material -> material.keyMaterialId().equals(use.keyMaterialId()));
        return known
                ? "it was changed or belongs elsewhere"
                : "material " + use.keyMaterialId() + " of key '" + key.keyId() + "' was destroyed, or it was changed";
    }
}
