package dev.secrets.testing;

import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreUnavailableException;

/**
 * A store in front of another that is up, down, or takes no change, for as long as the test says. Thread-safe.
 */
public final class SwitchableStore extends ForwardingStore {
    private final SecretStore store;
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
    public SwitchableStore(SecretStore store) {
        this.store = store;
    }

    /** Is so from now on. */
    public void set(State newState) {
        state = newState;
    }

    @Override
    protected SecretStore delegate() {
        if (state == State.DOWN) {
            throw refusal();
        }
        return store;
    }

    private static StoreUnavailableException refusal() {
        return new StoreUnavailableException("Switched off by the test", true);
    }

    @Override
    public void commit(SecretChange change) {
        if (state == State.TAKES_NO_CHANGE) {
            throw refusal();
        }
        super.commit(change);
    }

    @Override
    public void close() {
        store.close();
    }
}
