package dev.secrets.store;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final NavigableMap<String, StoredSecret> records = new TreeMap<>();
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
            return records.tailMap(fromNameInclusive, true).values().stream()
                    .limit(limit)
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
        return new Entry(create.after(), create.values());
    }

    private static Entry updated(Entry before, SecretChange.Update update) {
        boolean sameSecret = before.isOf(update.after().secretUid());
        Set<String> replaced =
                update.putValues().stream().map(StoredValue::versionId).collect(Collectors.toSet());
        Stream<StoredValue> kept = before.values.stream()
                .filter(value -> sameSecret)
                .filter(value -> !update.removedVersionIds().contains(value.versionId()))
                .filter(value -> !replaced.contains(value.versionId()));
        return new Entry(
                update.after(), Stream.concat(kept, update.putValues().stream()).toList());
    }

    private static Entry expected(Optional<Entry> before, String name, String uid, long revision) {
        return before.filter(entry -> entry.isOf(uid) && entry.secret.revision() == revision)
                .orElseThrow(() -> new StoreConflictException(
                        "The record named " + name + " is not at revision " + revision + " of secret " + uid));
    }

    /** Called under the lock. */
    private void publish(String name, Optional<Entry> before, Optional<Entry> after) {
        before.flatMap(Entry::due).ifPresent(dueSecrets::remove);
        after.flatMap(Entry::due).ifPresent(dueSecrets::add);
        if (after.isPresent()) {
            entries.put(name, after.get());
            records.put(name, after.get().secret);
        } else {
            entries.remove(name);
            records.remove(name);
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
     * A record with all its values; a few references and no more, since there may be a million. Values are looked for one by one:
     * nearly all secrets have few.
     */
    private record Entry(StoredSecret secret, List<StoredValue> values) {
        Entry {
            values = List.copyOf(values);
        }

        FoundSecret found() {
            return new FoundSecret(secret, secret.currentVersionId().flatMap(this::value));
        }

        Optional<StoredValue> value(String versionId) {
            for (StoredValue value : values) {
                if (value.versionId().equals(versionId)) {
                    return Optional.of(value);
                }
            }
            return Optional.empty();
        }

        boolean isOf(String secretUid) {
            return secret.secretUid().equals(secretUid);
        }

        Optional<DueSecret> due() {
            return secret.dueAt().map(at -> new DueSecret(secret.name(), at));
        }
    }
}
