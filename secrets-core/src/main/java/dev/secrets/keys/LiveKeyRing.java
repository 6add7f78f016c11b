package dev.secrets.keys;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key ring of a store, kept up to date: one immutable ring behind one reference, replaced when the record in the store is
 * found to be newer, and never by an older one.
 *
 * <p>Opening and sealing ask for different things. What opens may use the newest ring seen, whatever becomes of the store: its keys
 * were right and still are. What is sealed must be opened by others, so sealing takes a ring only if the store was found to hold
 * it within the reload interval: a process that can't follow the ring (it was put back, or wrapped under another root key) does
 * not seal, and a key that was taken out of use gets nothing new after that time.
 *
 * <p>Thread-safe. There is no lock: whoever finds the ring out of date reads it, and the newest ring wins.
 */
final class LiveKeyRing {
    private static final Logger LOG = LoggerFactory.getLogger(LiveKeyRing.class);

    /** Of the names that begin with {@code #}, which are no names of secrets. */
    static final String RECORD_NAME = "#keyring";

    private static final int RING_ID_BYTES = 16;

    /** Each lost race means that another process wrote the ring, which happens once per new key. */
    private static final int MAX_ATTEMPTS = 50;

    private final SecretStore store;
    private final KeyManagerOptions options;
    private final long intervalMillis;
    private final ReloadBudget budget;
    private final AtomicReference<Confirmed> live;
    private final AtomicLong lastLook;
    private volatile List<RootKey> rootKeys;

    /**
     * The newest ring seen.
     *
     * @param opened the ring
     * @param atMillis when the store was last found to hold it: the time before that read
     */
    private record Confirmed(OpenedKeyRing opened, long atMillis) {
        long revision() {
            return opened.ring().revision();
        }
    }

    /**
     * Reads the ring, or makes it where there is none.
     *
     * @throws RootKeyException if the root key does not open it
     * @throws StoreException if the store can't be read or written
     */
    LiveKeyRing(SecretStore store, RootKey rootKey, KeyManagerOptions options) {
        this.store = store;
        this.rootKeys = requireUsableId(rootKey).members();
        this.options = options;
        this.intervalMillis = options.reloadInterval().toMillis();
        this.budget = new ReloadBudget(intervalMillis);
        long now = options.clock().millis();
        this.live = new AtomicReference<>(new Confirmed(readOrCreate(), now));
        this.lastLook = new AtomicLong(now);
    }

    private static RootKey requireUsableId(RootKey rootKey) {
        if (!rootKey.members().stream().map(RootKey::id).allMatch(Printable::isRootKeyId)) {
            throw new RootKeyException("The id of a root key must be 1 to " + Printable.MAX_ROOT_KEY_ID
                    + " characters of printable ASCII");
        }
        return rootKey;
    }

    // Which ring to use

    /** Returns the newest ring seen, without a look at the store. */
    KeyRing seen() {
        return live.get().opened().ring();
    }

    /** Returns the newest ring seen, for opening. Looks for a newer one if it is time, and if that fails goes on without. */
    KeyRing latest() {
        long now = options.clock().millis();
        long looked = lastLook.get();
        if (isOver(looked, now) && lastLook.compareAndSet(looked, now)) {
            reloadIfReachable();
        }
        return seen();
    }

    /**
     * Returns the ring that the store holds, for sealing.
     *
     * @throws RootKeyException if the store holds another ring, which can't be used
     * @throws StoreException if the store can't be read
     */
    KeyRing confirmed() {
        Confirmed confirmed = live.get();
        if (isOver(confirmed.atMillis(), options.clock().millis())) {
            return reload().ring();
        }
        return confirmed.opened().ring();
    }

    /**
     * Returns a ring newer than the one given, in which a key was not found; empty if there is none, or if there were too many
     * such questions lately.
     *
     * @throws StoreException if the store can't be read: the key may be there
     */
    Optional<KeyRing> newerThan(KeyRing ring) {
        KeyRing latest = seen();
        if (latest.revision() == ring.revision()
                && budget.trySpend(options.clock().millis())) {
            reloadIfAcceptable();
            latest = seen();
            if (latest.revision() > ring.revision()) {
                budget.giveBack();
            }
        }
        return Optional.of(latest).filter(now -> now.revision() > ring.revision());
    }

    private boolean isOver(long sinceMillis, long nowMillis) {
        // The clock may have been set back, hence the absolute value.
        return Math.abs(nowMillis - sinceMillis) >= intervalMillis;
    }

    // Reading

    private void reloadIfReachable() {
        try {
            reloadIfAcceptable();
        } catch (StoreException unavailable) {
            LOG.warn("The key ring could not be looked up and stays as it is", unavailable);
        }
    }

    private void reloadIfAcceptable() {
        try {
            reload();
        } catch (RootKeyException refused) {
            LOG.error("Nothing can be sealed, because the key ring in the store is refused", refused);
        }
    }

    private OpenedKeyRing reload() {
        Confirmed before = live.get();
        long now = options.clock().millis();
        lastLook.set(now);
        StoredSecret record =
                find().orElseThrow(() -> new RootKeyException("The key ring has vanished from the store"));
        OpenedKeyRing found = accept(before.opened(), record);
        return live.accumulateAndGet(new Confirmed(found, now), LiveKeyRing::newer)
                .opened();
    }

    private static Confirmed newer(Confirmed one, Confirmed other) {
        if (one.revision() != other.revision()) {
            return one.revision() > other.revision() ? one : other;
        }
        return one.atMillis() > other.atMillis() ? one : other;
    }

    /** Takes a record that was read after the ring before was seen, unless it is something else than that ring or a later one. */
    private OpenedKeyRing accept(OpenedKeyRing before, StoredSecret record) {
        long seen = before.ring().revision();
        if (!record.secretUid().equals(before.ring().id())) {
            throw new RootKeyException("The store has another key ring than before");
        }
        if (record.revision() < seen) {
            throw new RootKeyException("The key ring in the store is of revision " + record.revision()
                    + ", but revision " + seen + " was seen before: an older one was put back");
        }
        if (record.revision() > seen) {
            return open(record);
        }
        if (!record.metadata().equals(before.sealed())) {
            throw new RootKeyException("The key ring in the store was changed without a new revision");
        }
        return before;
    }

    private Optional<StoredSecret> find() {
        return store.findLatest(RECORD_NAME).map(FoundSecret::secret);
    }

    private String ids() {
        return rootKeys.stream().map(RootKey::id).collect(Collectors.joining("', '"));
    }

    private OpenedKeyRing open(StoredSecret record) {
        try {
            return KeyRingCodec.decode(record.secretUid(), record.revision(), record.metadata(), rootKeys);
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException(
                    "Root key '" + ids()
                            + "' does not open the key ring of this store. It is another key than the"
                            + " ring is wrapped under, or out of reach, or the ring is damaged",
                    refused);
        }
    }

    // Writing

    /** What is to become of the ring. */
    @FunctionalInterface
    interface Change {
        /** Returns the next ring; the same one if there is nothing to change. */
        KeyRing of(KeyRing current, Instant storeTime) throws GeneralSecurityException;
    }

    /**
     * Writes a changed ring, computed anew whenever another process was faster, and returns it.
     *
     * @throws RootKeyException if the ring in the store can't be used
     * @throws GeneralSecurityException if the change refuses
     * @throws StoreException if the store can't be read or written
     */
    KeyRing change(Change change) throws GeneralSecurityException {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            OpenedKeyRing current = reload();
            KeyRing next = change.of(current.ring(), store.now());
            if (next == current.ring()) {
                return next;
            }
            if (next.size() > KeyRingCodec.MAX_KEYSETS) {
                throw new KeyRingFullException();
            }
            RingKey ringKey = current.ringKey().next(next.places(), next.revision());
            Optional<OpenedKeyRing> written = replace(current.ring(), seal(next, ringKey));
            if (written.isPresent()) {
                return written.get().ring();
            }
        }
        throw changedTooOften();
    }

    /** Changes what wraps the ring, as {@link RootKeyChange} says. */
    void changeRootKey(RootKey from, RootKey to, Runnable rewrapStore) {
        new RootKeyChange(this, requireUsableId(from), requireUsableId(to)).run(rewrapStore);
    }

    List<RootKey> rootKeys() {
        return rootKeys;
    }

    /** Opens by the first of these root keys that does, from now on. */
    void use(List<RootKey> newRootKeys) {
        rootKeys = newRootKeys;
    }

    /** Returns the ring as the store holds it, read anew and opened by the root key in use. */
    OpenedKeyRing current() {
        return reload();
    }

    /** Writes the same keys under a new ring key that these root keys wrap; returns false if another process was faster. */
    boolean wrapAnew(OpenedKeyRing current, List<RootKey> rootKeys) throws GeneralSecurityException {
        KeyRing next = current.ring().again();
        StoredSecret record = seal(next, RingKey.generate(next.places(), next.revision(), rootKeys));
        for (RootKey each : rootKeys) {
            // A key that wraps and does not unwrap would lock everybody out.
            KeyRingCodec.decode(record.secretUid(), record.revision(), record.metadata(), each);
        }
        return replace(current.ring(), record).isPresent();
    }

    private OpenedKeyRing readOrCreate() {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Optional<StoredSecret> record = find();
            if (record.isPresent()) {
                return open(record.get());
            }
            StoredSecret first = generate();
            OpenedKeyRing opened = open(first);
            if (committed(new SecretChange.Create(first, List.of()))) {
                return opened;
            }
        }
        throw changedTooOften();
    }

    private StoredSecret generate() {
        byte[] id = new byte[RING_ID_BYTES];
        options.random().nextBytes(id);
        try {
            KeyRing ring = KeyRing.generate(HexFormat.of().formatHex(id), store.now());
            return seal(ring, RingKey.generate(ring.places(), ring.revision(), rootKeys));
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException("Root key '" + ids() + "' does not wrap a new key ring", refused);
        }
    }

    private static StoredSecret seal(KeyRing ring, RingKey ringKey) throws GeneralSecurityException {
        return new StoredSecret(
                RECORD_NAME,
                ring.id(),
                ring.revision(),
                Optional.empty(),
                Optional.empty(),
                KeyRingCodec.encode(ring, ringKey));
    }

    /** Commits the next ring, unless another process was faster. It is opened first: a ring that does not open is never written. */
    private Optional<OpenedKeyRing> replace(KeyRing before, StoredSecret next) {
        Instant now = options.clock().instant();
        OpenedKeyRing opened = open(next);
        if (!committed(new SecretChange.Update(before.id(), before.revision(), next, List.of(), Set.of()))) {
            return Optional.empty();
        }
        return Optional.of(live.accumulateAndGet(new Confirmed(opened, now.toEpochMilli()), LiveKeyRing::newer)
                .opened());
    }

    /** Returns whether the change is made for certain; if not, what the store holds now is to be read. */
    private boolean committed(SecretChange change) {
        try {
            store.commit(change);
            return true;
        } catch (StoreConflictException faster) {
            LOG.debug("Another process wrote the key ring first", faster);
            return false;
        } catch (OutcomeUnknownException unknown) {
            LOG.warn("Whether the key ring was written is not known; it is read again", unknown);
            return false;
        }
    }

    private static StoreUnavailableException changedTooOften() {
        return new StoreUnavailableException(
                "The key ring was changed by others " + MAX_ATTEMPTS + " times in a row", true);
    }
}
