package dev.secrets.keys;

import com.google.crypto.tink.KeysetHandle;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One keyset of a key ring with what is known of it. Its primary key seals, all of its keys open. Immutable; shows its name and
 * never its handle, whose text Tink can't make without its global registry.
 */
final class RingKeyset {
    private final KeyName name;
    private final KeyState state;
    private final Optional<Instant> deletionDate;
    private final Map<Integer, Instant> creationDates;
    private final KeysetHandle handle;

    /**
     * Makes a keyset of what was read.
     *
     * @param deletionDate when it will be destroyed; present if and only if that is pending
     * @param creationDates when each key was made, by its id
     */
    RingKeyset(
            KeyName name,
            KeyState state,
            Optional<Instant> deletionDate,
            Map<Integer, Instant> creationDates,
            KeysetHandle handle)
            throws GeneralSecurityException {
        if (deletionDate.isPresent() != (state == KeyState.PENDING_DELETION)) {
            throw new GeneralSecurityException("A deletion date belongs to pending deletion and to nothing else");
        }
        if (!creationDates.keySet().equals(keyIds(handle))) {
            throw new GeneralSecurityException("The creation dates are not those of the keys");
        }
        requireAlgorithm(name.purpose(), handle);
        this.name = name;
        this.state = state;
        this.deletionDate = deletionDate;
        this.creationDates = Map.copyOf(creationDates);
        this.handle = handle;
    }

    /** Makes a keyset of one new key. */
    static RingKeyset generate(KeyName name, Instant now) throws GeneralSecurityException {
        KeyPurpose purpose = name.purpose();
        KeysetHandle handle = KeysetHandle.generateNew(purpose.parameters(), purpose.configuration());
        Instant created = now.truncatedTo(ChronoUnit.MILLIS);
        int keyId = handle.getPrimary().getId();
        return new RingKeyset(name, KeyState.ENABLED, Optional.empty(), Map.of(keyId, created), handle);
    }

    /** Whoever could change the ring could still not make a weaker key pass for one of ours. */
    private static void requireAlgorithm(KeyPurpose purpose, KeysetHandle handle) throws GeneralSecurityException {
        for (int i = 0; i < handle.size(); i++) {
            if (!handle.getAt(i).getKey().getParameters().equals(purpose.parameters())) {
                throw new GeneralSecurityException("A key is not of the algorithm for " + purpose);
            }
        }
    }

    private static Set<Integer> keyIds(KeysetHandle handle) {
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < handle.size(); i++) {
            ids.add(handle.getAt(i).getId());
        }
        return ids;
    }

    KeyName name() {
        return name;
    }

    KeyState state() {
        return state;
    }

    Optional<Instant> deletionDate() {
        return deletionDate;
    }

    Map<Integer, Instant> creationDates() {
        return creationDates;
    }

    KeysetHandle handle() {
        return handle;
    }

    int primaryKeyId() {
        return handle.getPrimary().getId();
    }

    <P> P primitive(Class<P> type) throws GeneralSecurityException {
        return handle.getPrimitive(name.purpose().configuration(), type);
    }

    @Override
    public String toString() {
        return "RingKeyset[" + name + ", " + state + "]";
    }
}
