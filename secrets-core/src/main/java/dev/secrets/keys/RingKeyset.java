package dev.secrets.keys;

import com.google.crypto.tink.KeysetHandle;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
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
    private final KeySettings settings;
    private final KeysetHandle handle;

    /**
     * Makes a keyset of what was read.
     *
     * @param deletionDate when it may be destroyed; present if and only if that is pending
     * @param creationDates when each key was made, by its id
     */
    RingKeyset(
            KeyName name,
            KeyState state,
            Optional<Instant> deletionDate,
            Map<Integer, Instant> creationDates,
            KeySettings settings,
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
        this.settings = settings;
        this.handle = handle;
    }

    /** Makes a keyset of one new key. */
    static RingKeyset generate(KeyName name, Instant now) throws GeneralSecurityException {
        KeyPurpose purpose = name.purpose();
        KeysetHandle handle = KeysetHandle.generateNew(purpose.parameters(), purpose.configuration());
        Instant created = now.truncatedTo(ChronoUnit.MILLIS);
        int keyId = handle.getPrimary().getId();
        return new RingKeyset(
                name, KeyState.ENABLED, Optional.empty(), Map.of(keyId, created), KeySettings.since(created), handle);
    }

    // Changes

    /** Returns the keyset with a new key that seals from now on. */
    RingKeyset rotated(Instant now) throws GeneralSecurityException {
        KeysetHandle rotated = KeysetHandle.newBuilder(handle)
                .setConfiguration(name.purpose().configuration())
                .addEntry(
                        KeysetHandle.generateEntryFromParameters(name.purpose().parameters())
                                .withRandomId()
                                .makePrimary())
                .build();
        Map<Integer, Instant> dates = new HashMap<>(creationDates);
        dates.put(rotated.getPrimary().getId(), now.truncatedTo(ChronoUnit.MILLIS));
        return new RingKeyset(name, state, deletionDate, dates, settings, rotated);
    }

    /** Returns the keyset without former keys of these ids: what is under them opens no more. */
    RingKeyset withoutFormer(Set<Integer> ids) throws GeneralSecurityException {
        KeysetHandle.Builder rest =
                KeysetHandle.newBuilder(handle).setConfiguration(name.purpose().configuration());
        for (int i = handle.size() - 1; i >= 0; i--) {
            if (ids.contains(handle.getAt(i).getId()) && !handle.getAt(i).isPrimary()) {
                rest.deleteAt(i); // a key that is merely set to DESTROYED keeps its material in Tink
            }
        }
        KeysetHandle kept = rest.build();
        Map<Integer, Instant> dates = new HashMap<>(creationDates);
        dates.keySet().retainAll(keyIds(kept));
        return new RingKeyset(name, state, deletionDate, dates, settings, kept);
    }

    /** Returns the keyset in a state. */
    RingKeyset in(KeyState newState, Optional<Instant> newDeletionDate, Instant now) throws GeneralSecurityException {
        Instant since = newState == state ? settings.stateDate() : now.truncatedTo(ChronoUnit.MILLIS);
        return new RingKeyset(name, newState, newDeletionDate, creationDates, settings.stateDate(since), handle);
    }

    /** Returns the keyset with other settings. */
    RingKeyset with(KeySettings newSettings) throws GeneralSecurityException {
        return new RingKeyset(name, state, deletionDate, creationDates, newSettings, handle);
    }

    // What it is

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

    KeySettings settings() {
        return settings;
    }

    /** Returns what may be seen of it. */
    KeyMetadata metadata() {
        List<KeyMaterial> materials = creationDates.entrySet().stream()
                .map(key -> new KeyMaterial(
                        HexFormat.of().toHexDigits(key.getKey()), key.getValue(), key.getKey() == primaryKeyId()))
                .sorted(Comparator.comparing(KeyMaterial::current)
                        .thenComparing(KeyMaterial::creationDate)
                        .thenComparing(KeyMaterial::keyMaterialId))
                .toList();
        return new KeyMetadata(
                name.id(),
                state,
                settings.stateDate(),
                settings.description(),
                settings.policy(),
                settings.rotationPeriodInDays(),
                deletionDate,
                materials);
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

    /** Returns what each key does alone, by its id in hex. */
    <P> Map<String, P> primitiveOfEach(Class<P> type) throws GeneralSecurityException {
        Map<String, P> primitives = new HashMap<>();
        for (int i = 0; i < handle.size(); i++) {
            KeysetHandle.Builder first = KeysetHandle.newBuilder(handle);
            first.getAt(i).makePrimary();
            primitives.put(
                    HexFormat.of().toHexDigits(handle.getAt(i).getId()),
                    first.build().getPrimitive(name.purpose().configuration(), type));
        }
        return Map.copyOf(primitives);
    }

    @Override
    public String toString() {
        return "RingKeyset[" + name + ", " + state + "]";
    }
}
