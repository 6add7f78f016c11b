package dev.secrets.store.file;

import dev.secrets.model.RootKey;
import java.util.List;

/**
 * What wraps this instance's journals: one root key, or two from the moment a change of the root key begins until it is done.
 * Thread-safe.
 */
final class RootKeys {
    private volatile List<RootKey> inUse;

    RootKeys(RootKey only) {
        this.inUse = List.of(only);
    }

    List<RootKey> inUse() {
        return inUse;
    }

    void use(RootKey... keys) {
        inUse = List.of(keys);
    }
}
