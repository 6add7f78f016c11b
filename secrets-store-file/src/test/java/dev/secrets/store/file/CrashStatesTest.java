package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.secrets.store.file.SimulatedDisk.Moment;
import dev.secrets.store.file.Workload.Run;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every state that a power cut can leave behind during a short workload: at each operation, with each subset of what was not yet
 * synced, torn at sectors, names lost. Each is opened and must hold everything that was acknowledged, and of what was under way
 * all or nothing. Then it must take a change, and some recoveries are cut off in turn.
 */
final class CrashStatesTest {
    /** A sample stops here; the full form goes through all workloads of four actions, which are more. */
    private static final int STATES = Scale.of(2_500, 100_000);

    /** Of so many states, one is opened with the power cut again during its recovery. */
    private static final int CUT_RECOVERY_PERIOD = 80;

    /** Up to this many open steps all subsets are tried; beyond, the telling ones and some at random. */
    private static final int EXHAUSTIVE = 7;

    private static final int RANDOM_SUBSETS = 40;

    private final Random random = Scale.random("crash states");
    private final Set<Integer> seen = new HashSet<>();
    private int states;
    private int cutRecoveries;

    @Test
    void reopen_afterPowerCutAtAnyMoment_holdsWhatWasAcknowledged() {
        List<Workload> workloads = new ArrayList<>(Workload.all(4));
        Collections.shuffle(workloads, random);
        for (int i = 0; i < workloads.size() && (Scale.FULL || states < STATES); i++) {
            seen.clear();
            checkAll(workloads.get(i));
        }
        assertThat(states).isGreaterThanOrEqualTo(STATES);
        System.out.println("Crash states: " + states + " checked, " + cutRecoveries
                + " of them in recoveries that were cut off, 0 violations");
    }

    private void checkAll(Workload workload) {
        Run run = workload.run();
        for (int time = 0; time <= run.disk().clock(); time++) {
            Moment moment = run.disk().moment(time);
            for (BitSet reached : subsets(moment.open().size())) {
                Map<String, byte[]> files = moment.files(reached);
                Expected expected = expected(run, time);
                if (seen.add(hash(files, expected))) {
                    check(
                            workload + " at " + time + " with " + reached,
                            files,
                            expected,
                            random.nextInt(CUT_RECOVERY_PERIOD) == 0);
                }
            }
        }
    }

    /** What the store may hold: the state that was acknowledged last, and the next one if it was begun. */
    private record Expected(List<Map<String, Sample.Content>> contents) {}

    private static Expected expected(Run run, int time) {
        int acknowledged =
                (int) run.acknowledged().stream().filter(at -> at <= time).count();
        List<Map<String, Sample.Content>> allowed = new ArrayList<>();
        allowed.add(acknowledged == 0 ? Map.of() : run.contents().get(acknowledged - 1));
        if (acknowledged < run.contents().size() && run.begun().get(acknowledged) <= time) {
            allowed.add(run.contents().get(acknowledged));
        }
        return new Expected(allowed);
    }

    private List<BitSet> subsets(int open) {
        List<BitSet> subsets = new ArrayList<>();
        if (open <= EXHAUSTIVE) {
            for (long bits = 0; bits < 1L << open; bits++) {
                subsets.add(BitSet.valueOf(new long[] {bits}));
            }
            return subsets;
        }
        for (int i = 0; i <= open; i++) {
            BitSet prefix = new BitSet();
            prefix.set(0, i);
            subsets.add(prefix);
            BitSet allButOne = new BitSet();
            allButOne.set(0, open);
            allButOne.clear(i);
            subsets.add(allButOne);
        }
        for (int i = 0; i < RANDOM_SUBSETS; i++) {
            BitSet any = new BitSet();
            for (int bit = 0; bit < open; bit++) {
                any.set(bit, random.nextBoolean());
            }
            subsets.add(any);
        }
        return subsets;
    }

    private void check(String where, Map<String, byte[]> files, Expected expected, boolean cutRecovery) {
        states++;
        SimulatedDisk disk = SimulatedDisk.of(files);
        try {
            Map<String, Sample.Content> found = reopened(disk);
            assertThat(expected.contents()).contains(found);
            if (cutRecovery) {
                checkRecovery(where, disk, new Expected(List.of(found)));
            }
        } catch (RuntimeException | AssertionError failure) {
            fail(where + ", files " + files.keySet(), failure);
        }
    }

    private Map<String, Sample.Content> reopened(SimulatedDisk disk) {
        Map<String, Sample.Content> found;
        try (FileSecretStore store = OnDisk.openWithEitherKey(disk)) {
            found = Sample.contents(store);
            store.commit(Sample.create("afterwards", 10));
        }
        try (FileSecretStore store = OnDisk.openWithEitherKey(disk)) {
            Map<String, Sample.Content> again = Sample.contents(store);
            assertThat(again.remove("afterwards")).isNotNull();
            assertThat(again).isEqualTo(found);
        }
        return found;
    }

    /** Cuts the power again while the store is being opened: whatever that leaves must hold the same. */
    private void checkRecovery(String where, SimulatedDisk disk, Expected expected) {
        SimulatedDisk again = SimulatedDisk.of(disk.moment(0).files(new BitSet()));
        OnDisk.openWithEitherKey(again).close();
        for (int time = 1; time <= again.clock(); time++) {
            Moment moment = again.moment(time);
            for (BitSet reached : subsets(Math.min(moment.open().size(), 4))) {
                cutRecoveries++;
                check(where + " recovery cut at " + time + " with " + reached, moment.files(reached), expected, false);
            }
        }
    }

    private static int hash(Map<String, byte[]> files, Expected expected) {
        int hash = expected.hashCode();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            hash = hash * 31 + file.getKey().hashCode() * 17 + Arrays.hashCode(file.getValue());
        }
        return hash;
    }
}
