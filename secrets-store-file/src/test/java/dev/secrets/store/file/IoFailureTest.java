package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.file.SimulatedDisk.Fault;
import dev.secrets.store.file.SimulatedDisk.Moment;
import dev.secrets.store.file.SimulatedDisk.Operation;
import dev.secrets.store.file.Workload.Run;
import dev.secrets.store.file.Workload.Session;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Sample.Content;
import dev.secrets.testing.Scale;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Each call of a short workload to the file system fails in turn, once or from then on, with nothing done or with half of a write
 * done. What was acknowledged stays, what was refused did not happen, reads go on, no failed sync is tried again, and the store
 * opens again, also after a power cut right after the failure.
 */
final class IoFailureTest {
    private static final int WORKLOADS = Scale.of(8, Integer.MAX_VALUE);

    private final Random random = Scale.random("failing calls");
    private int failures;
    private int failedStores;

    @Test
    void commit_withEachCallFailing_isTypedAndLosesNothing() {
        List<Workload> workloads = new ArrayList<>(Workload.all(4));
        Collections.shuffle(workloads, random);
        for (Workload workload : workloads.subList(0, Math.min(WORKLOADS, workloads.size()))) {
            Run faultless = workload.run();
            for (int call = 1; call <= faultless.disk().clock(); call++) {
                check(workload, faultless, new Failing(call, Fault.FAILS, false));
                check(workload, faultless, new Failing(call, Fault.HALF, false));
                check(workload, faultless, new Failing(call, Fault.FAILS, true));
            }
        }
        System.out.println("Failing calls: " + failures + ", of which " + failedStores
                + " ended all writing, 0 violations, 0 failed syncs tried again");
    }

    /** Fails a call, or all from there on. */
    private static final class Failing implements SimulatedDisk.Faults {
        private final int call;
        private final Fault fault;
        private final boolean lasting;
        private int calls;

        Failing(int call, Fault fault, boolean lasting) {
            this.call = call;
            this.fault = fault;
            this.lasting = lasting;
        }

        @Override
        public Fault before(Operation operation) {
            calls++;
            if (calls < call || calls > call && !lasting) {
                return Fault.NO;
            }
            return fault == Fault.HALF && operation != Operation.WRITE ? Fault.NO : fault;
        }

        @Override
        public String toString() {
            return fault + " at call " + call + (lasting ? " and later" : "");
        }
    }

    private void check(Workload workload, Run faultless, Failing failing) {
        SimulatedDisk disk = new SimulatedDisk();
        disk.faults(failing);
        try {
            List<Map<String, Content>> allowed = runUntilFailure(disk, workload, faultless.contents());
            Moment moment = disk.moment(disk.clock());
            checkReopened(SimulatedDisk.of(moment.files(anySubset(moment.open().size()))), allowed);
            disk.faults(SimulatedDisk.Faults.NONE);
            checkReopened(disk, allowed);
            assertThat(disk.retriedSyncs()).as("syncs after a failed one").isZero();
            failures++;
        } catch (RuntimeException | AssertionError failure) {
            fail(workload + ", " + failing, failure);
        }
    }

    /** Returns what may be in the store. */
    private List<Map<String, Content>> runUntilFailure(
            SimulatedDisk disk, Workload workload, List<Map<String, Content>> contents) {
        Session session;
        try {
            session = new Session(disk);
        } catch (StoreUnavailableException notEvenMade) {
            return List.of(Map.of());
        }
        for (int done = 0; done < workload.actions.size(); done++) {
            Optional<List<Map<String, Content>>> allowed = allowedAfter(session, workload, done, contents);
            if (allowed.isPresent()) {
                return afterFailure(session, allowed.get());
            }
        }
        Map<String, Content> all = contents.get(contents.size() - 1);
        closeQuietly(session);
        return List.of(all);
    }

    /** Does one action; returns what may be in the store if it fails. */
    private static Optional<List<Map<String, Content>>> allowedAfter(
            Session session, Workload workload, int done, List<Map<String, Content>> contents) {
        try {
            session.act(workload.actions.get(done));
            return Optional.empty();
        } catch (StoreUnavailableException nothingHappened) {
            return Optional.of(List.of(contents.get(done)));
        } catch (OutcomeUnknownException unknown) {
            return Optional.of(List.of(contents.get(done), contents.get(done + 1)));
        }
    }

    /** Reads go on unless the failed action was to open; another commit is made durable or refused. */
    private List<Map<String, Content>> afterFailure(Session session, List<Map<String, Content>> allowed) {
        if (session.isClosed()) {
            return allowed;
        }
        assertThat(allowed).contains(Sample.contents(session.store));
        List<Map<String, Content>> after = allowed;
        try {
            session.store.commit(Sample.create("later", 30));
            after = List.of(Sample.contents(session.store));
        } catch (StoreUnavailableException refused) {
            failedStores += refused.retryable() ? 0 : 1;
        } catch (OutcomeUnknownException unknown) {
            after = withLater(allowed);
        }
        closeQuietly(session);
        return after;
    }

    private static List<Map<String, Content>> withLater(List<Map<String, Content>> allowed) {
        List<Map<String, Content>> both = new ArrayList<>(allowed);
        for (Map<String, Content> contents : allowed) {
            both.add(Sample.with(contents, "later", 30));
        }
        return both;
    }

    private static void closeQuietly(Session session) {
        try {
            session.close();
        } catch (StoreUnavailableException theSyncOfHeadFailed) {
            assertThat(session.isClosed()).isTrue();
        }
    }

    private void checkReopened(SimulatedDisk disk, List<Map<String, Content>> allowed) {
        try (FileSecretStore store = OnDisk.openWithEitherKey(disk)) {
            assertThat(allowed).contains(Sample.contents(store));
            store.commit(Sample.create("afterwards", 10));
        }
    }

    private BitSet anySubset(int size) {
        BitSet subset = new BitSet();
        for (int i = 0; i < size; i++) {
            subset.set(i, random.nextBoolean());
        }
        return subset;
    }
}
