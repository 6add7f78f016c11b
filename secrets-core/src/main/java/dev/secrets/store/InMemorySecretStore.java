package dev.secrets.store;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
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
    private final NavigableSet<String> names = new TreeSet<>();
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
        return entry(name).filter(entry -> entry.isOf(secretUid)).map(entry -> entry.values.get(versionId));
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return entry(name)
                .filter(entry -> entry.isOf(secretUid))
                .map(entry -> List.copyOf(entry.values.values()))
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
            return names.tailSet(fromNameInclusive, true).stream()
                    .limit(limit)
                    .map(name -> Objects.requireNonNull(entries.get(name)).found.secret())
                    .toList();
        }
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
        Map<String, StoredValue> values = new HashMap<>();
        create.values().forEach(value -> values.put(value.versionId(), value));
        return Entry.of(create.after(), values);
    }

    private static Entry updated(Entry before, SecretChange.Update update) {
        boolean sameSecret = before.isOf(update.after().secretUid());
        Map<String, StoredValue> values = sameSecret ? new HashMap<>(before.values) : new HashMap<>();
        values.keySet().removeAll(update.removedVersionIds());
        update.putValues().forEach(value -> values.put(value.versionId(), value));
        return Entry.of(update.after(), values);
    }

    private static Entry expected(Optional<Entry> before, String name, String uid, long revision) {
        return before.filter(entry -> entry.isOf(uid) && entry.found.secret().revision() == revision)
                .orElseThrow(() -> new StoreConflictException(
                        "The record named " + name + " is not at revision " + revision + " of secret " + uid));
    }

    /** Called under the lock. */
    private void publish(String name, Optional<Entry> before, Optional<Entry> after) {
        before.flatMap(Entry::due).ifPresent(dueSecrets::remove);
        after.flatMap(Entry::due).ifPresent(dueSecrets::add);
        if (after.isPresent()) {
            entries.put(name, after.get());
            names.add(name);
        } else {
            entries.remove(name);
            names.remove(name);
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

    /** A record with all its values. */
    private record Entry(FoundSecret found, Map<String, StoredValue> values) {
        static Entry of(StoredSecret secret, Map<String, StoredValue> values) {
            return new Entry(new FoundSecret(secret, secret.currentVersionId().map(values::get)), values);
        }

        boolean isOf(String secretUid) {
            return found.secret().secretUid().equals(secretUid);
        }

        Optional<DueSecret> due() {
            return found.secret().dueAt().map(at -> new DueSecret(found.secret().name(), at));
        }
    }
}
