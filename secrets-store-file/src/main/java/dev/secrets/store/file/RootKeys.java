package dev.secrets.store.file;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.store.file.format.GenerationHeader;
import dev.secrets.store.file.format.GenerationHeader.Wrapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Returns the keys that these stand for, each once. */
    static List<RootKey> union(RootKey... keys) {
        Map<String, RootKey> byId = new LinkedHashMap<>();
        Stream.of(keys).flatMap(key -> key.members().stream()).forEach(key -> byId.putIfAbsent(key.id(), key));
        return List.copyOf(byId.values());
    }

    List<RootKey> inUse() {
        return inUse;
    }

    /**
     * Returns the keys that wrap a journal, for the one that follows it: whoever opens the store before opens it afterwards.
     *
     * @throws RootKeyException if one of them is not here
     */
    List<RootKey> wrapping(GenerationHeader header) {
        return header.wrappings().stream().map(this::wrapperOf).toList();
    }

    private RootKey wrapperOf(Wrapping wrapping) {
        return inUse.stream()
                .filter(key -> key.id().equals(wrapping.rootKeyId()))
                .findFirst()
                .orElseThrow(() -> new RootKeyException("A new journal needs root key " + wrapping.rootKeyId()
                        + ", which opens this store too and is not here"));
    }

    void use(RootKey... keys) {
        inUse = union(keys);
    }
}
