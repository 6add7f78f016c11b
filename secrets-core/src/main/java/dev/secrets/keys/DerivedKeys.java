package dev.secrets.keys;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keys that were derived of late, in the order of derivation. A key that leaves is overwritten. One thread at a time. */
final class DerivedKeys {
    /** More than one salt is met only while a root key is being changed. */
    static final int MOST = 8;

    private final Map<Argon2Derivation, byte[]> keys = new LinkedHashMap<>();

    /** Returns the key itself, which is overwritten one day. */
    Optional<byte[]> find(Argon2Derivation derivation) {
        return Optional.ofNullable(keys.get(derivation));
    }

    /** Keeps a key that is not kept yet, in place of the oldest if there are too many. */
    void put(Argon2Derivation derivation, byte[] key) {
        if (keys.size() == MOST) {
            Iterator<byte[]> oldest = keys.values().iterator();
            overwrite(oldest.next());
            oldest.remove();
        }
        keys.put(derivation, key);
    }

    void clear() {
        keys.values().forEach(DerivedKeys::overwrite);
        keys.clear();
    }

    private static void overwrite(byte[] key) {
        Arrays.fill(key, (byte) 0);
    }
}
