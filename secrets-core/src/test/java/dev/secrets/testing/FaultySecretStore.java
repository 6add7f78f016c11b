package dev.secrets.testing;

import dev.secrets.model.RootKey;
import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.store.Subscription;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A store in front of another that fails, loses its answer or stalls at a chosen call, and counts. Without a planned fault it
 * does what the other does.
 *
 * <p>A call is any of {@code find}, {@code findLatest}, {@code findValue}, {@code values}, {@code commit}, {@code page},
 * {@code due}, {@code now} and {@code rewrap}; {@code subscribe} and {@code close} are passed on and not counted. Faults are planned for the n-th call
 * from the planning on: 1 is the next. Each happens once. Thread-safe; the other store is called without a lock.
 *
 * <p>To show that a failure anywhere leaves the old state whole, fail at the first call, the second, and so on, until
 * {@link #faultsLeft} says that the operation made fewer calls.
 */
public final class FaultySecretStore implements SecretStore {
    private final SecretStore delegate;
    /** By the number of the call; guarded by this. */
    private final Map<Integer, Fault> callFaults = new HashMap<>();
    /** By the number of the commit; guarded by this. */
    private final Map<Integer, Fault> commitFaults = new HashMap<>();
    /** Guarded by this. */
    private int calls;
    /** Guarded by this. */
    private int commits;
    /** Guarded by this. */
    private int reads;

    /** Stands before the store, which is closed with this one. */
    public FaultySecretStore(SecretStore delegate) {
        this.delegate = delegate;
    }

    /** Makes the n-th call from now throw the failure in place of doing anything. */
    public void failCall(int n, StoreException failure) {
        plan(n, Fault.failure(failure));
    }

    /** Makes the n-th commit from now, whatever other calls come between, throw the failure in place of doing anything. */
    public synchronized void failCommit(int n, StoreException failure) {
        commitFaults.put(commits + n, Fault.failure(failure));
    }

    /**
     * Makes the n-th commit from now, whatever other calls come between, change the store and then throw an
     * {@link OutcomeUnknownException}.
     */
    public synchronized void loseCommitAnswer(int n) {
        commitFaults.put(commits + n, Fault.lostAnswer());
    }

    /** Makes the n-th call from now wait before it does anything, until it is released. */
    public Stall stallCall(int n) {
        Stall stall = new Stall();
        plan(n, Fault.stallBefore(stall));
        return stall;
    }

    /** Makes the n-th call from now do its work and then keep its answer back, until it is released. */
    public Stall stallAnswer(int n) {
        Stall stall = new Stall();
        plan(n, Fault.stallAfter(stall));
        return stall;
    }

    /** Returns how many calls have been made so far, failed ones included. */
    public synchronized int calls() {
        return calls;
    }

    /** Returns how many of the calls were commits. */
    public synchronized int commits() {
        return commits;
    }

    /** Returns how many of the calls were for one secret or value: {@code find}, {@code findLatest} and {@code findValue}. */
    public synchronized int reads() {
        return reads;
    }

    /** Returns whether a planned fault has not happened yet. */
    public synchronized boolean faultsLeft() {
        return !callFaults.isEmpty() || !commitFaults.isEmpty();
    }

    /** Drops all faults that have not happened yet. */
    public synchronized void clearFaults() {
        callFaults.clear();
        commitFaults.clear();
    }

    @Override
    public Optional<FoundSecret> find(String name) {
        return nextRead().around(() -> delegate.find(name));
    }

    @Override
    public Optional<FoundSecret> findLatest(String name) {
        return nextRead().around(() -> delegate.findLatest(name));
    }

    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        return nextRead().around(() -> delegate.findValue(name, secretUid, versionId));
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return nextCall().around(() -> delegate.values(name, secretUid));
    }

    @Override
    public void commit(SecretChange change) {
        Fault ofCall = nextCall();
        Fault ofCommit = nextCommit();
        ofCall.around(() -> ofCommit.around(() -> {
            delegate.commit(change);
            return change;
        }));
    }

    @Override
    public List<StoredSecret> page(String fromNameInclusive, int limit) {
        return nextCall().around(() -> delegate.page(fromNameInclusive, limit));
    }

    @Override
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        return nextCall().around(() -> delegate.due(until, after, limit));
    }

    @Override
    public Instant now() {
        return nextCall().around(delegate::now);
    }

    @Override
    public Subscription subscribe(Consumer<String> changedName) {
        return delegate.subscribe(changedName);
    }

    @Override
    public void rewrap(RootKey from, RootKey to) {
        nextCall().around(() -> {
            delegate.rewrap(from, to);
            return to;
        });
    }

    @Override
    public void close() {
        delegate.close();
    }

    private synchronized void plan(int n, Fault fault) {
        callFaults.put(calls + n, fault);
    }

    private synchronized Fault nextCall() {
        calls++;
        return take(callFaults, calls);
    }

    private synchronized Fault nextRead() {
        reads++;
        return nextCall();
    }

    private synchronized Fault nextCommit() {
        commits++;
        return take(commitFaults, commits);
    }

    private static Fault take(Map<Integer, Fault> faults, int number) {
        Fault planned = faults.remove(number);
        return planned == null ? Fault.NONE : planned;
    }

    /** What happens around a call. */
    private record Fault(Runnable before, Runnable after) {
        private static final Runnable NOTHING = () -> {};
        private static final Fault NONE = new Fault(NOTHING, NOTHING);

        static Fault failure(StoreException failure) {
            return new Fault(
                    () -> {
                        throw failure;
                    },
                    NOTHING);
        }

        static Fault lostAnswer() {
            return new Fault(NOTHING, () -> {
                throw new OutcomeUnknownException(
                        "The answer to a commit was lost", new IllegalStateException("A planned fault"));
            });
        }

        static Fault stallBefore(Stall stall) {
            return new Fault(stall::pass, NOTHING);
        }

        static Fault stallAfter(Stall stall) {
            return new Fault(NOTHING, stall::pass);
        }

        <R> R around(Supplier<R> call) {
            before.run();
            R answer = call.get();
            after.run();
            return answer;
        }
    }
}
