package dev.secrets.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One of several stores on the data of one in-memory store, which stays open when this one is closed. */
final class SharedStore implements SecretStore {
    private final InMemorySecretStore data;
    private final boolean tells;
    private volatile boolean closed;
    private Runnable whileClosing = () -> {};

    /** Opens a store that tells of changes. */
    SharedStore(InMemorySecretStore data) {
        this(data, true);
    }

    private SharedStore(InMemorySecretStore data, boolean tells) {
        this.data = data;
        this.tells = tells;
    }

    /** Opens a store that does not tell of changes. */
    static SharedStore silent(InMemorySecretStore data) {
        return new SharedStore(data, false);
    }

    /** Lets something happen when closing has begun and this store still answers. */
    SharedStore whileClosing(Runnable event) {
        whileClosing = event;
        return this;
    }

    private InMemorySecretStore open() {
        if (closed) {
            throw new StoreUnavailableException("This store is closed", false);
        }
        return data;
    }

    @Override
    public Optional<FoundSecret> find(String name) {
        return open().find(name);
    }

    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        return open().findValue(name, secretUid, versionId);
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return open().values(name, secretUid);
    }

    @Override
    public void commit(SecretChange change) {
        open().commit(change);
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

    @Override
    public Subscription subscribe(Consumer<String> changedName) {
        return tells ? open().subscribe(changedName) : Subscription.NONE;
    }

    @Override
    public void close() {
        whileClosing.run();
        closed = true;
    }
}
