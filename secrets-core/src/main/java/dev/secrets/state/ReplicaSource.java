package dev.secrets.state;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a replica comes from.
 *
 * @param uid the uid of the primary
 * @param revision the revision of the primary that was copied last; a copy of an older one is refused
 * @param seals for each version that has a value, the seal of the primary's value: as long as it is the same, the value need not
 *     be copied again
 */
public record ReplicaSource(String uid, long revision, Map<String, ValueSeal> seals) {
    /** Copies the seals. */
    public ReplicaSource {
        seals = Collections.unmodifiableMap(new TreeMap<>(seals));
    }
}
