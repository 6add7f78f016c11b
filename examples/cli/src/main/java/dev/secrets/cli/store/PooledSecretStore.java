package dev.secrets.cli.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.store.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that closes its pool of connections when it is closed. */
final class PooledSecretStore implements SecretStore {
    private final SecretStore store;
    private final HikariDataSource pool;

    PooledSecretStore(SecretStore store, HikariDataSource pool) {
        this.store = store;
        this.pool = pool;
    }

    @Override
    public Optional<FoundSecret> find(String name) {
        return store.find(name);
    }

    @Override
    public Optional<FoundSecret> findLatest(String name) {
        return store.findLatest(name);
    }

    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        return store.findValue(name, secretUid, versionId);
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return store.values(name, secretUid);
    }

    @Override
    public void commit(SecretChange change) {
        store.commit(change);
    }

    @Override
    public List<StoredSecret> page(String fromNameInclusive, int limit) {
        return store.page(fromNameInclusive, limit);
    }

    @Override
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        return store.due(until, after, limit);
    }

    @Override
    public Instant now() {
        return store.now();
    }

    @Override
    public Subscription subscribe(Consumer<String> changedName) {
        return store.subscribe(changedName);
    }

    @Override
    public void close() {
        try {
            store.close();
        } finally {
            pool.close();
        }
    }
}
