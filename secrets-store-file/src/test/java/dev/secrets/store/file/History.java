package dev.secrets.store.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What several threads did with one secret and were answered, and whether one order explains it: each operation at one moment
 * between its call and its return, on a register with compare-and-set. The search is that of Wing and Gong with the memory of
 * Lowe: a set of operations that were put in order, and the state they lead to, is looked at once.
 */
final class History {
    /** The state of a secret that does not exist. */
    static final String ABSENT = "-";

    private final List<Operation> operations;

    /** One operation, with the times between which it happened. */
    record Operation(long called, long returned, Action action) {}

    /** What was done and answered, as a state is told by a token that its writer made up. */
    sealed interface Action {
        /** Returns whether the answer is right in the state. */
        boolean isRightIn(String state);

        /** Returns the state afterwards. */
        String after(String state);
    }

    /** A read that was answered with a state. */
    record Read(String answer) implements Action {
        @Override
        public boolean isRightIn(String state) {
            return state.equals(answer);
        }

        @Override
        public String after(String state) {
            return state;
        }
    }

    /** A change that was acknowledged, or refused because the state was another. */
    record Write(String expected, String next, boolean acknowledged) implements Action {
        @Override
        public boolean isRightIn(String state) {
            return state.equals(expected) == acknowledged;
        }

        @Override
        public String after(String state) {
            return acknowledged ? next : state;
        }
    }

    History(List<Operation> operations) {
        this.operations = new ArrayList<>(operations);
        this.operations.sort(Comparator.comparingLong(Operation::called));
    }

    private record Search(BitSet ordered, String state) {}

    boolean isLinearizable() {
        Set<Search> seen = new HashSet<>();
        Deque<Search> open = new ArrayDeque<>();
        open.push(new Search(new BitSet(), ABSENT));
        while (!open.isEmpty()) {
            Search search = open.pop();
            if (search.ordered().cardinality() == operations.size()) {
                return true;
            }
            for (int next : candidates(search)) {
                BitSet ordered = (BitSet) search.ordered().clone();
                ordered.set(next);
                Search further =
                        new Search(ordered, operations.get(next).action().after(search.state()));
                if (seen.add(further)) {
                    open.push(further);
                }
            }
        }
        return false;
    }

    /** Returns what may come next: what was called before any other that is left had returned, and fits. */
    private List<Integer> candidates(Search search) {
        List<Integer> candidates = new ArrayList<>();
        long firstReturn = Long.MAX_VALUE;
        for (int i = search.ordered().nextClearBit(0);
                i < operations.size();
                i = search.ordered().nextClearBit(i + 1)) {
            Operation operation = operations.get(i);
            if (operation.called() > firstReturn) {
                break;
            }
            firstReturn = Math.min(firstReturn, operation.returned());
            candidates.add(i);
        }
        long latestCall = firstReturn;
        candidates.removeIf(i -> operations.get(i).called() > latestCall
                || !operations.get(i).action().isRightIn(search.state()));
        return candidates;
    }
}
