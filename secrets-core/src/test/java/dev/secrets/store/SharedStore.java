package dev.secrets.store;

import dev.secrets.testing.ForwardingStore;
import java.util.function.Consumer;

/** One of several stores on the data of one in-memory store, which stays open when this one is closed. */
final class SharedStore extends ForwardingStore {
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

    @Override
    protected SecretStore delegate() {
        if (closed) {
            throw new StoreUnavailableException("This store is closed", false);
        }
        return data;
    }

    @Override
    public Subscription subscribe(Consumer<String> changedName) {
        return tells ? super.subscribe(changedName) : Subscription.NONE;
    }

    @Override
    public void close() {
        whileClosing.run();
        closed = true;
    }
}
