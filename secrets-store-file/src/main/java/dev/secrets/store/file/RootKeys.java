package dev.secrets.store.file;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.file.format.GenerationHeader;
import dev.secrets.store.file.format.GenerationHeader.Wrapping;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What opens this instance's journals: the root keys that it was given, and more from the moment a change of the root key begins
 * until it is done. Thread-safe.
 */
final class RootKeys {
    private volatile List<RootKey> inUse;

    RootKeys(RootKey given) {
        this.inUse = union(given);
    }

    /** Returns the keys that these stand for, each once. Two keys may have one id, such as two passphrases. */
    static List<RootKey> union(RootKey... keys) {
        Set<RootKey> union = Collections.newSetFromMap(new IdentityHashMap<>());
        return Stream.of(keys)
                .flatMap(key -> key.members().stream())
                .filter(union::add)
                .toList();
    }

    List<RootKey> inUse() {
        return inUse;
    }

    /**
     * Returns the keys that wrap a journal, for the one that follows it: whoever opens the store before opens it afterwards.
     *
     * @throws StoreUnavailableException if one of them is not here, or out of reach
     */
    List<RootKey> wrapping(GenerationHeader header) {
        return header.wrappings().stream()
                .map(wrapping -> wrapperOf(header, wrapping))
                .toList();
    }

    private RootKey wrapperOf(GenerationHeader header, Wrapping wrapping) {
        String needed = "A new journal needs root key " + wrapping.rootKeyId();
        StoreUnavailableException refusal =
                new StoreUnavailableException(needed + ", which opens this store too and is not here", false);
        for (RootKey key : inUse) {
            if (wrapping.rootKeyId().equals(key.id())) {
                try {
                    header.requireWrappedBy(key, wrapping);
                    return key;
                } catch (RootKeyException failure) {
                    refusal = new StoreUnavailableException(
                            needed + ", which is out of reach or another of that id: " + failure.getMessage(),
                            true,
                            failure);
                }
            }
        }
        throw refusal;
    }

    void use(RootKey... keys) {
        inUse = union(keys);
    }
}
