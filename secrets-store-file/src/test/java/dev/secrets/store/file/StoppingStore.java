package dev.secrets.store.file;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A store that tells somebody of each place at which a process may die: before a commit, and after it. */
record StoppingStore(SecretStore delegate, Runnable place) implements SecretStore {
    @Override
    public Optional<FoundSecret> find(String name) {
        return delegate.find(name);
    }

    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        return delegate.findValue(name, secretUid, versionId);
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return delegate.values(name, secretUid);
    }

    @Override
    public void commit(SecretChange change) {
        place.run();
        delegate.commit(change);
        place.run();
    }

    @Override
    public List<StoredSecret> page(String fromNameInclusive, int limit) {
        return delegate.page(fromNameInclusive, limit);
    }

    @Override
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        return delegate.due(until, after, limit);
    }

    @Override
    public Instant now() {
        return delegate.now();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
