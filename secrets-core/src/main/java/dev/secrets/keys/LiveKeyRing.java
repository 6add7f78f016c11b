package dev.secrets.keys;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreException;
import dev.secrets.store.StoredSecret;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
    /** What was sealed since may be under keys that the ring of now lacks, so nothing is to be sealed by it. */
    private static final String REMEDY =
            ". Stop writing, put the newer copy of the store back, and verify it against a checkpoint;"
                    + " if this copy was restored on purpose, start the process again";

    private static final Logger LOG = LoggerFactory.getLogger(LiveKeyRing.class);

    private final KeyRingRecord stored;
    private final KeyManagerOptions options;
    private final long intervalMillis;
    private final ReloadBudget budget;
    private final AtomicReference<Confirmed> live;
    private final AtomicLong lastLook;

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
        this.stored = new KeyRingRecord(store, rootKey, options.random());
        this.options = options;
        this.intervalMillis = options.reloadInterval().toMillis();
        this.budget = new ReloadBudget(intervalMillis);
        long now = options.clock().millis();
        this.live = new AtomicReference<>(new Confirmed(stored.openOrCreate(), now));
        this.lastLook = new AtomicLong(now);
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
        StoredSecret found =
                stored.find().orElseThrow(() -> new RootKeyException("The key ring has vanished from the store"));
        OpenedKeyRing opened = accept(before.opened(), found);
        return live.accumulateAndGet(new Confirmed(opened, now), LiveKeyRing::newer)
                .opened();
    }

    private static Confirmed newer(Confirmed one, Confirmed other) {
        if (one.revision() != other.revision()) {
            return one.revision() > other.revision() ? one : other;
        }
        return one.atMillis() > other.atMillis() ? one : other;
    }

    /** Takes a record that was read after the ring before was seen, unless it is something else than that ring or a later one. */
    private OpenedKeyRing accept(OpenedKeyRing before, StoredSecret found) {
        long seen = before.ring().revision();
        if (!found.secretUid().equals(before.ring().id())) {
            throw new RootKeyException("The store has another key ring than before" + REMEDY);
        }
        if (found.revision() < seen) {
            throw new RootKeyException("The key ring in the store is of revision " + found.revision()
                    + ", but revision " + seen + " was seen before: an older one was put back" + REMEDY);
        }
        if (found.revision() > seen) {
            return stored.open(found);
        }
        if (!found.metadata().equals(before.sealed())) {
            throw new RootKeyException("The key ring in the store was changed without a new revision" + REMEDY);
        }
        return before;
    }

    // Writing

    /** What is to become of the ring. */
    @FunctionalInterface
    interface Change {
        /** Returns the next ring; the same one if there is nothing to change. */
        KeyRing of(KeyRing current, Instant storeTime) throws GeneralSecurityException;
    }

    /**
     * Writes a ring that has what the change adds, and returns it. To add what another process added already is no change, so that it
     * does not matter which of them did.
     *
     * @throws RootKeyException if the ring in the store can't be used
     * @throws GeneralSecurityException if the change refuses
     * @throws StoreException if the store can't be read or written
     */
    KeyRing add(Change change) throws GeneralSecurityException {
        try {
            return change(change);
        } catch (OutcomeUnknownException unknown) {
            LOG.warn("Whether the key ring was written is not known; it is read again", unknown);
            return change(change);
        }
    }

    /**
     * Writes a changed ring, computed anew whenever another process was faster, and returns it. One of which it is not known whether it
     * was written is not computed anew: what others did after it would be undone.
     *
     * @throws RootKeyException if the ring in the store can't be used
     * @throws GeneralSecurityException if the change refuses
     * @throws StoreException if the store can't be read or written
     */
    KeyRing change(Change change) throws GeneralSecurityException {
        for (int attempt = 1; attempt <= KeyRingRecord.MAX_ATTEMPTS; attempt++) {
            OpenedKeyRing current = reload();
            KeyRing next = change.of(current.ring(), stored.storeTime());
            if (next == current.ring()) {
                return next;
            }
            if (next.size() > KeyRingCodec.MAX_KEYSETS) {
                throw new KeyRingFullException();
            }
            RingKey ringKey = current.ringKey().next(next.places(), next.revision());
            Optional<OpenedKeyRing> written = replace(current.ring(), KeyRingRecord.seal(next, ringKey));
            if (written.isPresent()) {
                return written.get().ring();
            }
        }
        throw KeyRingRecord.changedTooOften();
    }

    /** Changes what wraps the ring, as {@link RootKeyChange} says. */
    void changeRootKey(RootKey from, RootKey to, Runnable rewrapStore) {
        new RootKeyChange(this, KeyRingRecord.requireUsableId(from), KeyRingRecord.requireUsableId(to))
                .run(rewrapStore);
    }

    List<RootKey> rootKeys() {
        return stored.rootKeys();
    }

    /** Opens by the first of these root keys that does, from now on. */
    void use(List<RootKey> rootKeys) {
        stored.use(rootKeys);
    }

    /** Returns the ring as the store holds it, read anew and opened by the root key in use. */
    OpenedKeyRing current() {
        return reload();
    }

    /** Writes the same keys under a new ring key that these root keys wrap; returns false if another process was faster. */
    boolean wrapAnew(OpenedKeyRing current, List<RootKey> rootKeys) throws GeneralSecurityException {
        return replace(current.ring(), KeyRingRecord.wrap(current.ring().again(), rootKeys))
                .isPresent();
    }

    private Optional<OpenedKeyRing> replace(KeyRing before, StoredSecret next) {
        long now = options.clock().millis();
        return stored.replace(before, next)
                .map(opened -> live.accumulateAndGet(new Confirmed(opened, now), LiveKeyRing::newer))
                .map(Confirmed::opened);
    }
}
