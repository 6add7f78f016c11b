package dev.secrets.store.file;

import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.testing.ForwardingStore;

/** A store that tells somebody of each place at which a process may die: before a commit, and after it. */
final class StoppingStore extends ForwardingStore {
    private final SecretStore store;
    private final Runnable place;

    StoppingStore(SecretStore store, Runnable place) {
        this.store = store;
        this.place = place;
    }

    @Override
    protected SecretStore delegate() {
        return store;
    }

    @Override
    public void commit(SecretChange change) {
        place.run();
        super.commit(change);
        place.run();
    }
}
