package dev.secrets.cli.endpoint;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.store.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The records of one region within a store: those whose names begin with {@code #region/NAME/}, without that beginning. To
 * everybody else these are reserved records, which no operation reaches; a key ring of its own is among them. Closing it
 * leaves the store open, which is another's.
 */
final class RegionSecretStore implements SecretStore {
    private static final String REGIONS = "#region/";
    private static final char AFTER_SLASH = '/' + 1;
    private static final int SCAN = 200;

    private final SecretStore store;
    private final String prefix;
    private volatile boolean closed;

    RegionSecretStore(SecretStore store, String region) {
        this.store = store;
        this.prefix = REGIONS + region + "/";
    }

    /** Returns the names of the regions that have records in the store. */
    static List<String> regionsIn(SecretStore store) {
        List<String> regions = new ArrayList<>();
        String from = REGIONS;
        for (List<StoredSecret> next = store.page(from, 1); isOfARegion(next); next = store.page(from, 1)) {
            String name = next.get(0).name();
            String region = name.substring(REGIONS.length(), name.indexOf('/', REGIONS.length()));
            regions.add(region);
            from = REGIONS + region + AFTER_SLASH;
        }
        return regions;
    }

    private static boolean isOfARegion(List<StoredSecret> page) {
        return !page.isEmpty() && page.get(0).name().startsWith(REGIONS);
    }

    @Override
    public Optional<FoundSecret> find(String name) {
        return open().find(prefix + name).map(this::inside);
    }

    @Override
    public Optional<FoundSecret> findLatest(String name) {
        return open().findLatest(prefix + name).map(this::inside);
    }

    private FoundSecret inside(FoundSecret found) {
        return new FoundSecret(inside(found.secret()), found.currentValue());
    }

    private StoredSecret inside(StoredSecret record) {
        return renamed(record, record.name().substring(prefix.length()));
    }

    private StoredSecret outside(StoredSecret record) {
        return renamed(record, prefix + record.name());
    }

    private static StoredSecret renamed(StoredSecret record, String name) {
        return new StoredSecret(
                name,
                record.secretUid(),
                record.revision(),
                record.dueAt(),
                record.currentVersionId(),
                record.metadata());
    }

    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        return open().findValue(prefix + name, secretUid, versionId);
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return open().values(prefix + name, secretUid);
    }

    @Override
    public void commit(SecretChange change) {
        open().commit(outside(change));
    }

    private SecretChange outside(SecretChange change) {
        if (change instanceof SecretChange.Create create) {
            return new SecretChange.Create(outside(create.after()), create.values());
        }
        if (change instanceof SecretChange.Update update) {
            return new SecretChange.Update(
                    update.expectedUid(),
                    update.expectedRevision(),
                    outside(update.after()),
                    update.putValues(),
                    update.removedVersionIds());
        }
        SecretChange.Delete delete = (SecretChange.Delete) change;
        return new SecretChange.Delete(prefix + delete.name(), delete.expectedUid(), delete.expectedRevision());
    }

    @Override
    public List<StoredSecret> page(String fromNameInclusive, int limit) {
        return open().page(prefix + fromNameInclusive, limit).stream()
                .takeWhile(record -> record.name().startsWith(prefix))
                .map(this::inside)
                .toList();
    }

    /** The store has one order of due records for all regions; those of others are stepped over. */
    @Override
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        if (limit < 1) {
            return open().due(until, after, limit); // which refuses it
        }
        List<DueSecret> own = new ArrayList<>();
        DueCursor cursor = new DueCursor(after.dueAt(), after.name().isEmpty() ? "" : prefix + after.name());
        while (own.size() < limit) {
            List<DueSecret> page = open().due(until, cursor, SCAN);
            page.stream()
                    .filter(due -> due.name().startsWith(prefix))
                    .limit((long) limit - own.size())
                    .forEach(due -> own.add(new DueSecret(due.name().substring(prefix.length()), due.dueAt())));
            if (page.size() < SCAN) {
                break;
            }
            cursor = DueCursor.at(page.get(page.size() - 1));
        }
        return own;
    }

    @Override
    public Instant now() {
        return open().now();
    }

    @Override
    public Subscription subscribe(Consumer<String> changedName) {
        return open().subscribe(name -> {
            if (name.isEmpty()) {
                changedName.accept(name);
            } else if (name.startsWith(prefix)) {
                changedName.accept(name.substring(prefix.length()));
            }
        });
    }

    private SecretStore open() {
        if (closed) {
            throw new StoreUnavailableException("This store is closed", false);
        }
        return store;
    }

    @Override
    public void close() {
        closed = true;
    }
}
