package dev.secrets.testing;

import dev.secrets.store.SecretStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The executable definition of {@link SecretStore}: a backend that passes is right. Extend it, return fresh stores, and run it
 * with JUnit Jupiter:
 * <pre>{@code
 * final class MyStoreTest extends SecretStoreContract {
 *     @TempDir Path directory;
 *
 *     @Override protected SecretStore newStore() { return new MyStore(directory); }
 *     @Override protected Optional<SecretStore> anotherStore() { return Optional.of(new MyStore(directory)); }
 * }
 * }</pre>
 * The tests stand in the interfaces that this class implements, one for each part of the contract. A backend that can have
 * several stores on the same data must override {@link #anotherStore}, or that part is skipped. Sizes may be shrunk where a
 * commit is slow, not below what the methods say.
 *
 * <p>Each test gets its own instance of this class and its own store, and all stores are closed after it. {@link #newStore} is
 * called before the subclass's own {@code @BeforeEach} methods. The store must run on a clock that moves.
 */
public abstract class SecretStoreContract
        implements RecordContract,
                ValueContract,
                NameContract,
                PageContract,
                DueContract,
                ConcurrencyContract,
                LifecycleContract,
                SharingContract {
    private final List<SecretStore> opened = new ArrayList<>();

    /** For subclasses. */
    protected SecretStoreContract() {}

    /** Returns an open store without records. Called once per test. */
    protected abstract SecretStore newStore();

    /**
     * Returns a further open store on the data of the store that {@link #newStore} returned, which may be open or closed: another
     * process's, or the same process's after a restart. Absent, as here, if the data is gone with the store.
     */
    protected Optional<SecretStore> anotherStore() {
        return Optional.empty();
    }

    /**
     * Returns whether {@link SecretStore#subscribe} tells of what {@link #anotherStore} committed within a few seconds. False, as
     * here, if the backend has no way to know: then it is only checked that a subscription harms nothing.
     */
    @Override
    public boolean tellsOfChanges() {
        return false;
    }

    /** Returns how many threads work at once: 16, or at least 4. */
    @Override
    public int threads() {
        return 16;
    }

    /** Returns how many commits each thread gets through in the tests of contention: 50, or at least 10. */
    @Override
    public int commitsPerThread() {
        return 50;
    }

    /** Returns how many secrets are stored for the test of many: 10,000, or at least 1,000. */
    @Override
    public int manySecrets() {
        return 10_000;
    }

    /** Returns the store under test. */
    @Override
    public final SecretStore store() {
        return opened.get(0);
    }

    /** Returns a further store on the same data, closed after the test. */
    @Override
    public final Optional<SecretStore> secondStore() {
        Optional<SecretStore> another = anotherStore();
        another.ifPresent(opened::add);
        return another;
    }

    @BeforeEach
    final void openStore() {
        opened.add(newStore());
    }

    @AfterEach
    final void closeStores() {
        opened.forEach(SecretStore::close);
    }
}
