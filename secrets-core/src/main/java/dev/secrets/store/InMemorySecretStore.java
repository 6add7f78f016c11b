package dev.secrets.store;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps everything in memory: for tests, and for secrets that may end with the process. Gives every guarantee of
 * {@link SecretStore} but durability. Several engines of one process may share it.
 *
 * <p>Each name has one immutable entry, the record with all its values. A commit makes the next entry and publishes it in one
 * step, so {@link #find} and its sisters take no lock. The order of names and the order of due secrets are kept under a lock,
 * which is never held over a call to somebody else.
 */
public final class InMemorySecretStore implements SecretStore {
    private static final Logger LOG = LoggerFactory.getLogger(InMemorySecretStore.class);

    /** Names are ASCII, for which the order of Java's characters is that of unsigned UTF-8. */
    private static final Comparator<DueSecret> SOONEST_FIRST =
            Comparator.comparing(DueSecret::dueAt).thenComparing(DueSecret::name);

    private final InstantSource clock;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** Read by anybody, written under the lock. */
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

    private final Object lock = new Object();
    /** Guarded by the lock. */
    private final NavigableMap<String, Entry> inOrder = new TreeMap<>();
    /** Guarded by the lock. */
    private final NavigableSet<DueSecret> dueSecrets = new TreeSet<>(SOONEST_FIRST);
    /** Written under the lock. */
    private volatile boolean closed;

    /** Makes an empty store on the system's clock. */
    public InMemorySecretStore() {
        this(InstantSource.system());
    }

    /**
     * Makes an empty store.
     *
     * @param clock the store's clock
     */
    public InMemorySecretStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<FoundSecret> find(String name) {
        return entry(name).map(Entry::found);
    }

    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        return entry(name).filter(entry -> entry.isOf(secretUid)).flatMap(entry -> entry.value(versionId));
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return entry(name)
                .filter(entry -> entry.isOf(secretUid))
                .map(Entry::values)
                .orElse(List.of());
    }

    @Override
    public void commit(SecretChange change) {
        synchronized (lock) {
            requireOpen();
            Optional<Entry> before = Optional.ofNullable(entries.get(change.name()));
            publish(change.name(), before, after(change, before));
        }
        listeners.forEach(listener -> tell(listener, change.name()));
    }

    @Override
    public List<StoredSecret> page(String fromNameInclusive, int limit) {
        requirePositive(limit);
        synchronized (lock) {
            requireOpen();
            return firstOf(inOrder.tailMap(fromNameInclusive, true).values(), limit);
        }
    }

    /** Without a stream, which would ask for the size of the rest of the map: that counts it. */
    private static List<StoredSecret> firstOf(Iterable<Entry> rest, int limit) {
        List<StoredSecret> page = new ArrayList<>();
        Iterator<Entry> iterator = rest.iterator();
        while (page.size() < limit && iterator.hasNext()) {
            page.add(iterator.next().secret());
        }
        return List.copyOf(page);
    }

    @Override
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        requirePositive(limit);
        synchronized (lock) {
            requireOpen();
            return dueSecrets.tailSet(new DueSecret(after.name(), after.dueAt()), false).stream()
                    .takeWhile(due -> !due.dueAt().isAfter(until))
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public Instant now() {
        requireOpen();
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Tells of every change, also of the caller's own, from the thread that made it. */
    @Override
    public Subscription subscribe(Consumer<String> changedName) {
        requireOpen();
        Consumer<String> own = changedName::accept;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    private Optional<Entry> entry(String name) {
        requireOpen();
        return Optional.ofNullable(entries.get(name));
    }

    private static Optional<Entry> after(SecretChange change, Optional<Entry> before) {
        if (change instanceof SecretChange.Create create) {
            return Optional.of(created(create, before));
        } else if (change instanceof SecretChange.Update update) {
            Entry expected = expected(before, update.name(), update.expectedUid(), update.expectedRevision());
            return Optional.of(updated(expected, update));
        }
        SecretChange.Delete delete = (SecretChange.Delete) change;
        expected(before, delete.name(), delete.expectedUid(), delete.expectedRevision());
        return Optional.empty();
    }

    private static Entry created(SecretChange.Create create, Optional<Entry> before) {
        if (before.isPresent()) {
            throw new StoreConflictException("A record named " + create.name() + " exists");
        }
        return new Entry(create.after(), create.values());
    }

    private static Entry updated(Entry before, SecretChange.Update update) {
        List<StoredValue> values = new ArrayList<>(update.putValues());
        if (before.isOf(update.after().secretUid())) {
            for (StoredValue value : before.values()) {
                if (!isReplaced(value.versionId(), update)) {
                    values.add(value);
                }
            }
        }
        return new Entry(update.after(), values);
    }

    private static boolean isReplaced(String versionId, SecretChange.Update update) {
        return update.removedVersionIds().contains(versionId)
                || find(versionId, update.putValues()).isPresent();
    }

    private static Optional<StoredValue> find(String versionId, List<StoredValue> values) {
        for (StoredValue value : values) {
            if (value.versionId().equals(versionId)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static Entry expected(Optional<Entry> before, String name, String uid, long revision) {
        return before.filter(entry -> entry.isOf(uid) && entry.revision == revision)
                .orElseThrow(() -> new StoreConflictException(
                        "The record named " + name + " is not at revision " + revision + " of secret " + uid));
    }

    /** Called under the lock. */
    private void publish(String name, Optional<Entry> before, Optional<Entry> after) {
        before.flatMap(Entry::due).ifPresent(dueSecrets::remove);
        after.flatMap(Entry::due).ifPresent(dueSecrets::add);
        if (after.isPresent()) {
            entries.put(name, after.get());
            inOrder.put(name, after.get());
        } else {
            entries.remove(name);
            inOrder.remove(name);
        }
    }

    /** The change is made, whatever a listener throws. */
    private static void tell(Consumer<String> listener, String name) {
        try {
            listener.accept(name);
        } catch (RuntimeException failure) {
            LOG.warn("A listener to changes of the store failed", failure);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("This store is closed", false);
        }
    }

    private static void requirePositive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("Limit is " + limit + "; must be at least 1");
        }
    }

    /**
     * A record with all its values, in few objects, since there may be a million: what is handed out is made when it is asked for.
     * Most secrets have no value but the current one.
     */
    private static final class Entry {
        private final String name;
        private final String secretUid;
        private final long revision;
        private final Optional<Instant> dueAt;
        private final @Nullable String currentVersionId;
        private final byte[] metadata;
        private final byte @Nullable [] currentValue;
        private final List<StoredValue> otherValues;

        Entry(StoredSecret secret, List<StoredValue> values) {
            this.name = secret.name();
            this.secretUid = secret.secretUid();
            this.revision = secret.revision();
            this.dueAt = secret.dueAt();
            this.currentVersionId = secret.currentVersionId().orElse(null);
            this.metadata = secret.metadata().sharedArray();
            this.currentValue = secret.currentVersionId()
                    .flatMap(id -> find(id, values))
                    .map(current -> current.sealed().sharedArray())
                    .orElse(null);
            List<StoredValue> others = new ArrayList<>(values);
            others.removeIf(value -> value.versionId().equals(currentVersionId));
            this.otherValues = List.copyOf(others);
        }

        StoredSecret secret() {
            return new StoredSecret(
                    name,
                    secretUid,
                    revision,
                    dueAt,
                    Optional.ofNullable(currentVersionId),
                    SealedBytes.wrap(metadata));
        }

        FoundSecret found() {
            return new FoundSecret(secret(), current());
        }

        private Optional<StoredValue> current() {
            return currentVersionId == null || currentValue == null
                    ? Optional.empty()
                    : Optional.of(new StoredValue(currentVersionId, SealedBytes.wrap(currentValue)));
        }

        List<StoredValue> values() {
            List<StoredValue> values = new ArrayList<>(otherValues);
            current().ifPresent(values::add);
            return values;
        }

        Optional<StoredValue> value(String versionId) {
            return versionId.equals(currentVersionId) ? current() : find(versionId, otherValues);
        }

        boolean isOf(String uid) {
            return secretUid.equals(uid);
        }

        Optional<DueSecret> due() {
            return dueAt.map(at -> new DueSecret(name, at));
        }
    }
}
