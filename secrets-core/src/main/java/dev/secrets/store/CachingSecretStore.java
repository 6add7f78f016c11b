package dev.secrets.store;

import dev.secrets.model.RootKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps for a while what was read from another store: found records, sealed values, and that a name has no record. Nothing of it
 * is ever opened.
 *
 * <p>How old an answer may be: {@link #find} and {@link #findValue} answer what the store held at some moment not longer before
 * the call than the maximum staleness, that a name is missing included, and never what it held before the latest commit made
 * through this store. A change that the store tells of by {@link SecretStore#subscribe} is seen at once, every other when the
 * maximum staleness is over. A clock that is set back can double it. {@link #findLatest} asks the store and renews what is kept;
 * all other reads go through, as all commits do.
 *
 * <p>A commit drops what is kept of its name whatever comes of it, so that after a {@link StoreConflictException} or an
 * {@link OutcomeUnknownException} the next read asks the store. A value is kept with the record beside which it was read, and
 * answered only beside exactly that one: it is never of an earlier revision than the record. That a version has no value is not
 * kept.
 *
 * <p>Many callers who miss the same thing wait for one reading of the store. If that fails, it fails for the one who made it; the
 * others ask the store themselves. No lock is held while the store is asked. Thread-safe.
 */
public final class CachingSecretStore implements SecretStore {
    /** One second. */
    public static final Duration DEFAULT_MAXIMUM_STALENESS = Duration.ofSeconds(1);

    /** 64 MiB. */
    public static final long DEFAULT_MAXIMUM_BYTES = 64L * 1024 * 1024;

    private final SecretStore store;
    private final Duration maximumStaleness;
    private final InstantSource clock;
    private final ReadingCache readings;
    private final Subscription subscription;
    private volatile boolean closed;

    /**
     * Caches with the defaults, by the system's clock.
     *
     * @param store what is asked; closed with this one
     */
    public CachingSecretStore(SecretStore store) {
        this(store, DEFAULT_MAXIMUM_STALENESS, DEFAULT_MAXIMUM_BYTES, InstantSource.system());
    }

    /**
     * Caches.
     *
     * @param store what is asked; closed with this one
     * @param maximumStaleness how old an answer may be; with zero the store is always asked. Longer spares calls, and lets a
     *     value or a policy that another node revoked live on for as long
     * @param maximumBytes how much may be kept, keys, records, values and the overhead together. What is used least goes first;
     *     what is larger alone is not kept
     * @param clock what staleness is measured by
     * @throws IllegalArgumentException if the staleness or the size is negative
     */
    public CachingSecretStore(SecretStore store, Duration maximumStaleness, long maximumBytes, InstantSource clock) {
        if (maximumStaleness.isNegative()) {
            throw new IllegalArgumentException("Maximum staleness is " + maximumStaleness + "; must not be negative");
        }
        if (maximumBytes < 0) {
            throw new IllegalArgumentException("Maximum bytes are " + maximumBytes + "; must not be negative");
        }
        this.store = store;
        this.maximumStaleness = maximumStaleness;
        this.clock = clock;
        this.readings = new ReadingCache(maximumBytes);
        this.subscription = store.subscribe(this::forget);
    }

    @Override
    public Optional<FoundSecret> find(String name) {
        SecretStore open = open();
        return readings.get(
                CacheKey.ofRecord(name), this::isFresh, () -> begin(Optional.empty()), () -> open.find(name));
    }

    @Override
    public Optional<FoundSecret> findLatest(String name) {
        SecretStore open = open();
        return readings.renew(CacheKey.ofRecord(name), begin(Optional.empty()), () -> open.findLatest(name));
    }

    /** Asks for the record too unless it is kept; costs nothing more if the version is the current one. */
    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        Optional<FoundSecret> found =
                find(name).filter(kept -> kept.secret().secretUid().equals(secretUid));
        if (found.isEmpty()) {
            return open().findValue(name, secretUid, versionId); // the caller knows another record than what is kept
        }
        return found.get()
                .currentValue()
                .filter(value -> value.versionId().equals(versionId))
                .or(() -> valueBeside(found.get().secret(), versionId));
    }

    private Optional<StoredValue> valueBeside(StoredSecret record, String versionId) {
        Optional<FoundSecret> read = readings.get(
                CacheKey.ofValue(record.name(), versionId),
                reading -> reading.isBeside(record),
                () -> begin(Optional.of(record)),
                () -> readBeside(record, versionId));
        return read.flatMap(FoundSecret::currentValue);
    }

    private Optional<FoundSecret> readBeside(StoredSecret record, String versionId) {
        return store.findValue(record.name(), record.secretUid(), versionId)
                .map(value -> new FoundSecret(record, Optional.of(value)));
    }

    private Reading begin(Optional<StoredSecret> beside) {
        return new Reading(clock.instant(), beside);
    }

    private boolean isFresh(Reading reading) {
        Duration age = Duration.between(reading.begun(), clock.instant());
        return !age.isNegative() && age.compareTo(maximumStaleness) < 0;
    }

    @Override
    public void commit(SecretChange change) {
        try {
            open().commit(change);
        } finally {
            forget(change.name());
        }
    }

    /** Values need not be forgotten: they count beside the record alone with which they were read. */
    private void forget(String name) {
        if (name.isEmpty()) {
            readings.forgetAll();
        } else {
            readings.forget(CacheKey.ofRecord(name));
        }
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return open().values(name, secretUid);
    }

    @Override
    public List<StoredSecret> page(String fromNameInclusive, int limit) {
        return open().page(fromNameInclusive, limit);
    }

    @Override
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        return open().due(until, after, limit);
    }

    @Override
    public Instant now() {
        return open().now();
    }

    /** Whoever is told and then reads here finds the change. */
    @Override
    public Subscription subscribe(Consumer<String> changedName) {
        return open().subscribe(name -> {
            forget(name);
            changedName.accept(name);
        });
    }

    @Override
    public void rewrap(RootKey from, RootKey to) {
        open().rewrap(from, to);
    }

    /** Closes the store that is asked too. */
    @Override
    public void close() {
        closed = true;
        subscription.close();
        readings.forgetAll();
        store.close();
    }

    /** Refuses hits too, and other calls no later than them. */
    private SecretStore open() {
        if (closed) {
            throw new StoreUnavailableException("This store is closed", false);
        }
        return store;
    }
}
