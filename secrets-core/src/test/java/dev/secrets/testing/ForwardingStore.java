package dev.secrets.testing;

import dev.secrets.model.RootKey;
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

/** A store that does what another does, but for what a test overrides. */
public abstract class ForwardingStore implements SecretStore {
    /** Returns the store that takes the next call. */
    protected abstract SecretStore delegate();

    @Override
    public Optional<FoundSecret> find(String name) {
        return delegate().find(name);
    }

    @Override
    public Optional<FoundSecret> findLatest(String name) {
        return delegate().findLatest(name);
    }

    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        return delegate().findValue(name, secretUid, versionId);
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return delegate().values(name, secretUid);
    }

    @Override
    public void commit(SecretChange change) {
        delegate().commit(change);
    }

    @Override
    public List<StoredSecret> page(String fromNameInclusive, int limit) {
        return delegate().page(fromNameInclusive, limit);
    }

    @Override
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        return delegate().due(until, after, limit);
    }

    @Override
    public Instant now() {
        return delegate().now();
    }

    @Override
    public Subscription subscribe(Consumer<String> changedName) {
        return delegate().subscribe(changedName);
    }

    @Override
    public void rewrap(RootKey from, RootKey to) {
        delegate().rewrap(from, to);
    }

    @Override
    public void close() {
        delegate().close();
    }
}
