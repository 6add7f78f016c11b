package dev.secrets.testing;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A store in front of another that is up, down, or takes no change, for as long as the test says. Thread-safe.
 */
public final class SwitchableStore implements SecretStore {
    private final SecretStore delegate;
    private volatile State state = State.UP;

    /** What the store does. */
    public enum State {
        /** Everything. */
        UP,
        /** It answers questions and refuses changes: read-only, or full. */
        TAKES_NO_CHANGE,
        /** Nothing. */
        DOWN
    }

    /** Stands before the store, which is closed with this one. */
    public SwitchableStore(SecretStore delegate) {
        this.delegate = delegate;
    }

    /** Is so from now on. */
    public void set(State newState) {
        state = newState;
    }

    private SecretStore reachable() {
        if (state == State.DOWN) {
            throw refusal();
        }
        return delegate;
    }

    private static StoreUnavailableException refusal() {
        return new StoreUnavailableException("Switched off by the test", true);
    }

    @Override
    public Optional<FoundSecret> find(String name) {
        return reachable().find(name);
    }

    @Override
    public Optional<FoundSecret> findLatest(String name) {
        return reachable().findLatest(name);
    }

    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        return reachable().findValue(name, secretUid, versionId);
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return reachable().values(name, secretUid);
    }

    @Override
    public void commit(SecretChange change) {
        if (state == State.TAKES_NO_CHANGE) {
            throw refusal();
        }
        reachable().commit(change);
    }

    @Override
    public List<StoredSecret> page(String fromNameInclusive, int limit) {
        return reachable().page(fromNameInclusive, limit);
    }

    @Override
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        return reachable().due(until, after, limit);
    }

    @Override
    public Instant now() {
        return reachable().now();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
