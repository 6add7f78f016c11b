package dev.secrets.keys;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.store.Commits;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The record of the key ring in its store, and the root keys that open it. Thread-safe. */
final class KeyRingRecord {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRingRecord.class);

    /** Each lost race means that another process wrote the ring, which happens once per new key. */
    static final int MAX_ATTEMPTS = 50;

    private static final int RING_ID_BYTES = 16;

    private final SecretStore store;
    private final SecureRandom random;
    private volatile List<RootKey> rootKeys;

    /**
     * The record in a store.
     *
     * @param rootKey opens it, and wraps it where it is made
     * @param random makes the id of a new ring
     */
    KeyRingRecord(SecretStore store, RootKey rootKey, SecureRandom random) {
        this.store = store;
        this.rootKeys = requireUsableId(rootKey).members();
        this.random = random;
    }

    static RootKey requireUsableId(RootKey rootKey) {
        if (!rootKey.members().stream().map(RootKey::id).allMatch(Printable::isRootKeyId)) {
            throw new RootKeyException("The id of a root key must be 1 to " + Printable.MAX_ROOT_KEY_ID
                    + " characters of printable ASCII");
        }
        return rootKey;
    }

    List<RootKey> rootKeys() {
        return rootKeys;
    }

    /** Opens by the first of these root keys that does, from now on. */
    void use(List<RootKey> newRootKeys) {
        rootKeys = newRootKeys;
    }

    Instant storeTime() {
        return store.now();
    }

    /** Returns the record as the store has it now, whatever caches have. */
    Optional<StoredSecret> find() {
        return store.findLatest(KeyManager.KEY_RING).map(FoundSecret::secret);
    }

    /** @throws RootKeyException if no root key opens it */
    OpenedKeyRing open(StoredSecret found) {
        try {
            return KeyRingCodec.decode(found.secretUid(), found.revision(), found.metadata(), rootKeys);
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException(
                    "Root key '" + ids()
                            + "' does not open the key ring of this store. It is another key than the"
                            + " ring is wrapped under, or out of reach, or the ring is damaged",
                    refused);
        }
    }

    private String ids() {
        return rootKeys.stream().map(RootKey::id).collect(Collectors.joining("', '"));
    }

    /**
     * Returns the ring, which is made where there is none.
     *
     * @throws RootKeyException if no root key opens it
     * @throws StoreException if the store can't be read or written
     */
    OpenedKeyRing openOrCreate() {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Optional<StoredSecret> found = find();
            if (found.isPresent()) {
                return open(found.get());
            }
            StoredSecret first = generate();
            OpenedKeyRing opened = open(first);
            if (created(first)) {
                return opened;
            }
        }
        throw changedTooOften();
    }

    private StoredSecret generate() {
        byte[] id = new byte[RING_ID_BYTES];
        random.nextBytes(id);
        try {
            KeyRing ring = KeyRing.generate(HexFormat.of().formatHex(id), store.now());
            return seal(ring, RingKey.generate(ring.places(), ring.revision(), rootKeys));
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException("Root key '" + ids() + "' does not wrap a new key ring", refused);
        }
    }

    /** Returns the record of a ring under a ring key. */
    static StoredSecret seal(KeyRing ring, RingKey ringKey) throws GeneralSecurityException {
        return new StoredSecret(
                KeyManager.KEY_RING,
                ring.id(),
                ring.revision(),
                Optional.empty(),
                Optional.empty(),
                KeyRingCodec.encode(ring, ringKey));
    }

    /** Returns the record of a ring under a new ring key that these root keys wrap, each of which opens it. */
    static StoredSecret wrap(KeyRing ring, List<RootKey> rootKeys) throws GeneralSecurityException {
        StoredSecret wrapped = seal(ring, RingKey.generate(ring.places(), ring.revision(), rootKeys));
        for (RootKey each : rootKeys) {
            // A key that wraps and does not unwrap would lock everybody out.
            KeyRingCodec.decode(wrapped.secretUid(), wrapped.revision(), wrapped.metadata(), each);
        }
        return wrapped;
    }

    /**
     * Commits the next ring, unless another process was faster. It is opened first: a ring that does not open is never written.
     *
     * @return the next ring; nothing if what the store holds now is to be read
     * @throws OutcomeUnknownException if it may have been written before what the store holds now
     */
    Optional<OpenedKeyRing> replace(KeyRing before, StoredSecret next) {
        OpenedKeyRing opened = open(next);
        boolean replaced =
                committed(new SecretChange.Update(before.id(), before.revision(), next, List.of(), Set.of()));
        return replaced ? Optional.of(opened) : Optional.empty();
    }

    private boolean created(StoredSecret first) {
        try {
            return committed(new SecretChange.Create(first, List.of()));
        } catch (OutcomeUnknownException unknown) {
            LOG.warn("Whether the key ring was made is not known; it is read again", unknown);
            return false;
        }
    }

    /** Returns false if what the store holds now is to be read. */
    private boolean committed(SecretChange change) {
        try {
            Commits.commit(store, change);
            return true;
        } catch (StoreConflictException faster) {
            LOG.debug("Another process wrote the key ring first", faster);
            return false;
        }
    }

    static StoreUnavailableException changedTooOften() {
        return new StoreUnavailableException(
                "The key ring was changed by others " + MAX_ATTEMPTS + " times in a row; try again", true);
    }
}
