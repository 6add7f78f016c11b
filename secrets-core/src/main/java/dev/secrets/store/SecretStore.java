package dev.secrets.store;

import dev.secrets.model.RootKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A durable map from names to records, in the order of the names, with compare-and-set: what the engine keeps secrets in.
 *
 * <p>Guarantees that every backend gives, and {@code SecretStoreContract} checks:
 * <ul>
 *   <li>A {@link #commit} is atomic: a reader sees all of it or nothing, a record always together with its values.
 *   <li>A commit that returned is durable as far as the backend can promise, and every later read, on this instance or another,
 *       sees it.
 *   <li>Of two commits that expect the same revision of a record, at most one succeeds.
 *   <li>What a read returns is what was committed, byte by byte; records and values are immutable.
 * </ul>
 *
 * <p>Thread-safe. No method calls back into the engine while it holds a lock. Every method throws
 * {@link StoreUnavailableException} if the store can't be reached or is closed.
 */
public interface SecretStore extends AutoCloseable {
    /**
     * Returns the record of the name together with the value of its current version, in one round trip and as of one moment.
     *
     * @param name compared by its exact characters
     */
    Optional<FoundSecret> find(String name);

    /**
     * Returns what {@link #find} returns, never from a cache: what a change decides on. It sees every commit that returned before
     * it was called.
     *
     * @param name compared by its exact characters
     */
    default Optional<FoundSecret> findLatest(String name) {
        return find(name);
    }

    /**
     * Returns the value of one version.
     *
     * @param name the name of the secret
     * @param secretUid the uid that the secret must have: a secret made anew under the name has none of the old values
     * @param versionId the version
     */
    Optional<StoredValue> findValue(String name, String secretUid, String versionId);

    /** Returns the values of all versions of the secret in no particular order; none if the name now has another uid. */
    List<StoredValue> values(String name, String secretUid);

    /**
     * Makes one change, or none at all.
     *
     * @throws StoreConflictException if the record is not as expected: it exists on create, or is absent or of another uid or
     *     revision on update and delete. Nothing was changed
     * @throws StoreUnavailableException if the change could not be made. Nothing was changed
     * @throws OutcomeUnknownException if the store can't tell whether the change was made
     */
    void commit(SecretChange change);

    /**
     * Returns records in the order of their names as unsigned UTF-8.
     *
     * @param fromNameInclusive the first name that may be returned; the empty text for the very first. It need not be a legal
     *     name: a name followed by {@code \0} goes on behind that name
     * @param limit how many at most, at least 1. Fewer come only if there are no more
     */
    List<StoredSecret> page(String fromNameInclusive, int limit);

    /**
     * Returns secrets whose {@link StoredSecret#dueAt} is not after the instant, soonest first and by name among equals. The cost
     * depends on what is due, not on what is stored.
     *
     * @param until the latest time that is returned
     * @param after the place behind which to begin; it need not belong to a secret that still exists
     * @param limit how many at most, at least 1
     */
    List<DueSecret> due(Instant until, DueCursor after, int limit);

    /** Returns the store's clock, in milliseconds: leases and schedules of all nodes are judged by it. */
    Instant now();

    /**
     * Asks to be told of changes that others made. A hint and never a promise: calls may be missing, late or many, and come from
     * any thread; the listener must return quickly and must not call the store. What it throws is ignored by the store.
     *
     * @param changedName is given the name of a record that changed, or the empty text if any may have
     */
    default Subscription subscribe(Consumer<String> changedName) {
        return Subscription.NONE;
    }

    /**
     * Wraps again what the store itself keeps under the root key. While it runs, and if it fails half-way, the store opens under
     * either key; afterwards under the new one. A store that keeps nothing under the root key does nothing.
     *
     * @param from the key that opens the store now
     * @param to the key that shall open it
     */
    default void rewrap(RootKey from, RootKey to) {}

    /** Releases what the store holds. Closing again does nothing. */
    @Override
    void close();
}
