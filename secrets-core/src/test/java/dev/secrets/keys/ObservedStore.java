package dev.secrets.keys;

import dev.secrets.store.FoundSecret;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.ForwardingStore;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory whose reads are counted, which can be away, and whose commits can be disturbed. */
final class ObservedStore extends ForwardingStore {
    final AtomicInteger reads = new AtomicInteger();
    final Queue<Runnable> beforeCommits = new ArrayDeque<>();
    volatile boolean away;
    volatile boolean losesAnswers;
    volatile Runnable overtaking = () -> {};

    private final SecretStore store = new InMemorySecretStore();

    @Override
    protected SecretStore delegate() {
        return store;
    }

    @Override
    public Optional<FoundSecret> findLatest(String name) {
        return find(name);
    }

    @Override
    public Optional<FoundSecret> find(String name) {
        reads.incrementAndGet();
        if (away) {
            throw new StoreUnavailableException("The store is away", true);
        }
        return store.find(name);
    }

    @Override
    public void commit(SecretChange change) {
        Optional.ofNullable(beforeCommits.poll()).ifPresent(Runnable::run);
        store.commit(change);
        if (losesAnswers) {
            losesAnswers = false;
            overtaking.run();
            throw new OutcomeUnknownException("The answer was lost", new IllegalStateException());
        }
    }

    StoredSecret ring() {
        return store.find("#keyring").orElseThrow().secret();
    }

    /** Puts a record in the place of the key ring, as somebody who can write to the store may. */
    void replaceRing(StoredSecret record) {
        removeRing();
        store.commit(new SecretChange.Create(record, List.of()));
    }

    void removeRing() {
        store.commit(new SecretChange.Delete("#keyring", ring().secretUid(), ring().revision()));
    }
}
