package dev.secrets.store;

import dev.secrets.store.SecretChange.Create;
import dev.secrets.store.SecretChange.Delete;
import dev.secrets.store.SecretChange.Update;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in memory: for tests, and for secrets that need not outlive the process. Durable as long as the process.
 *
 * <p>Each name has one immutable entry, record and values together, which a commit replaces atomically; readers never wait.
 */
public final class InMemorySecretStore implements SecretStore {
    private static final Comparator<DueSecret> DUE_ORDER =
            Comparator.comparing(DueSecret::dueAt).thenComparing(DueSecret::name);

    private final ConcurrentNavigableMap<String, Entry> entries = new ConcurrentSkipListMap<>();
    private final NavigableSet<DueSecret> due = new ConcurrentSkipListSet<>(DUE_ORDER);
    private final Set<Consumer<String>> listeners = new CopyOnWriteArraySet<>();
    private final InstantSource clock;
    private volatile boolean closed;

    private record Entry(StoredSecret secret, Map<String, StoredValue> values) {
        FoundSecret found() {
            return new FoundSecret(secret, secret.currentVersionId().map(values::get));
        }

        boolean is(String uid, long revision) {
            return secret.secretUid().equals(uid) && secret.revision() == revision;
        }
    }

    /** Makes an empty store by the system's clock. */
    public InMemorySecretStore() {
        this(InstantSource.system());
    }

    /** Makes an empty store by the clock given. */
    public InMemorySecretStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<FoundSecret> find(String name) {
        return entry(name).map(Entry::found);
    }

    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        return entry(name, secretUid).map(entry -> entry.values.get(versionId));
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return entry(name, secretUid)
                .map(entry -> List.copyOf(entry.values.values()))
                .orElse(List.of());
    }

    private Optional<Entry> entry(String name) {
        requireOpen();
        return Optional.ofNullable(entries.get(name));
    }

    private Optional<Entry> entry(String name, String uid) {
        return entry(name).filter(entry -> entry.secret.secretUid().equals(uid));
    }

    @Override
    public void commit(SecretChange change) {
        requireOpen();
        if (change instanceof Create create) {
            create(create);
        } else if (change instanceof Update update) {
            update(update);
        } else if (change instanceof Delete delete) {
            delete(delete);
        }
        listeners.forEach(listener -> listener.accept(change.name()));
    }

    private void create(Create create) {
        entries.compute(create.name(), (name, before) -> {
            requireUnchanged(before == null, name);
            return indexed(null, new Entry(create.after(), valuesById(Map.of(), create.values(), Set.of())));
        });
    }

    private void update(Update update) {
        entries.compute(update.name(), (name, before) -> {
            requireUnchanged(before != null && before.is(update.expectedUid(), update.expectedRevision()), name);
            boolean sameSecret = update.after().secretUid().equals(update.expectedUid());
            Map<String, StoredValue> kept = sameSecret ? before.values : Map.of();
            return indexed(
                    before,
                    new Entry(update.after(), valuesById(kept, update.putValues(), update.removedVersionIds())));
        });
    }

    private void delete(Delete delete) {
        entries.compute(delete.name(), (name, before) -> {
            requireUnchanged(before != null && before.is(delete.expectedUid(), delete.expectedRevision()), name);
            return indexed(before, null);
        });
    }

    /** Keeps the index of due secrets with the entry; runs while the name's entry is locked by the map. */
    private @Nullable Entry indexed(@Nullable Entry before, @Nullable Entry after) {
        if (before != null) {
            dueOf(before).ifPresent(due::remove);
        }
        if (after != null) {
            dueOf(after).ifPresent(due::add);
        }
        return after;
    }

    private static Optional<DueSecret> dueOf(Entry entry) {
        return entry.secret.dueAt().map(dueAt -> new DueSecret(entry.secret.name(), dueAt));
    }

    private static Map<String, StoredValue> valuesById(
            Map<String, StoredValue> kept, List<StoredValue> put, Set<String> removed) {
        Map<String, StoredValue> values = new HashMap<>(kept);
        values.keySet().removeAll(removed);
        put.forEach(value -> values.put(value.versionId(), value));
        return Map.copyOf(values);
    }

    private static void requireUnchanged(boolean asExpected, String name) {
        if (!asExpected) {
            throw new StoreConflictException("The record of " + name + " is not as the change expects it");
        }
    }

    @Override
    public List<StoredSecret> page(String fromNameInclusive, int limit) {
        requireOpen();
        return entries.tailMap(fromNameInclusive, true).values().stream()
                .limit(requirePositive(limit))
                .map(Entry::secret)
                .toList();
    }

    @Override
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        requireOpen();
        return due.tailSet(new DueSecret(after.name(), after.dueAt()), false).stream()
                .takeWhile(secret -> !secret.dueAt().isAfter(until))
                .limit(requirePositive(limit))
                .toList();
    }

    private static int requirePositive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("The limit must be at least 1; found " + limit);
        }
        return limit;
    }

    @Override
    public Instant now() {
        requireOpen();
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Subscription subscribe(Consumer<String> changedName) {
        requireOpen();
        listeners.add(changedName);
        return () -> listeners.remove(changedName);
    }

    /** Refuses every further call; what is kept is gone with the store. */
    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("The store is closed", false);
        }
    }
}
