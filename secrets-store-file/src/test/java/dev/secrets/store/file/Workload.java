package dev.secrets.store.file;

import dev.secrets.testing.Sample;
import dev.secrets.testing.Sample.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A few actions on a store, one after another, and what it holds after each. */
final class Workload {
    private static final int SMALL = 60;
    private static final int LARGE = 1400;

    final List<Action> actions;

    enum Action {
        CREATE_A,
        UPDATE_A,
        DELETE_A,
        CREATE_B,
        COMPACT,
        REWRAP,
        REOPEN
    }

    Workload(List<Action> actions) {
        this.actions = actions;
    }

    /** All workloads of this many actions in which each is possible. */
    static List<Workload> all(int length) {
        List<Workload> found = new ArrayList<>();
        extend(new ArrayList<>(), length, found);
        return found;
    }

    static Workload random(Random random, int length) {
        List<Workload> all = all(length);
        return all.get(random.nextInt(all.size()));
    }

    private static void extend(List<Action> begun, int length, List<Workload> found) {
        if (begun.size() == length) {
            found.add(new Workload(List.copyOf(begun)));
            return;
        }
        for (Action action : Action.values()) {
            if (isPossible(begun, action)) {
                begun.add(action);
                extend(begun, length, found);
                begun.remove(begun.size() - 1);
            }
        }
    }

    private static boolean isPossible(List<Action> before, Action action) {
        boolean hasA = before.lastIndexOf(Action.CREATE_A) > before.lastIndexOf(Action.DELETE_A);
        return switch (action) {
            case CREATE_A -> !hasA;
            case UPDATE_A, DELETE_A -> hasA;
            case CREATE_B -> !before.contains(Action.CREATE_B);
            case REWRAP -> !before.contains(Action.REWRAP);
            case COMPACT, REOPEN -> true;
        };
    }

    @Override
    public String toString() {
        return actions.toString();
    }

    /** The disk after a run, and when each action began and was acknowledged; the opening is the first. */
    record Run(
            SimulatedDisk disk, List<Integer> begun, List<Integer> acknowledged, List<Map<String, Content>> contents) {}

    Run run() {
        SimulatedDisk disk = new SimulatedDisk();
        Run run = new Run(disk, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        run.begun().add(0);
        try (Session session = new Session(disk)) {
            acknowledge(run, session);
            for (Action action : actions) {
                run.begun().add(disk.clock());
                session.act(action);
                acknowledge(run, session);
            }
        }
        return run;
    }

    private static void acknowledge(Run run, Session session) {
        run.acknowledged().add(run.disk().clock());
        run.contents().add(Sample.contents(session.store));
    }

    /** A store that is opened again now and then. */
    static final class Session implements AutoCloseable {
        private final SimulatedDisk disk;
        FileSecretStore store;
        private TestRootKey rootKey = TestRootKey.FIRST;
        private long revision;
        private boolean closed;

        Session(SimulatedDisk disk) {
            this.disk = disk;
            this.store = OnDisk.open(disk);
        }

        void act(Action action) {
            switch (action) {
                case CREATE_A -> {
                    store.commit(Sample.create("a", SMALL));
                    revision = 1;
                }
                case UPDATE_A -> {
                    store.commit(Sample.update("a", revision, LARGE));
                    revision++;
                }
                case DELETE_A -> store.commit(Sample.delete("a", revision));
                case CREATE_B -> store.commit(Sample.create("b", LARGE));
                case COMPACT -> store.compact();
                case REWRAP -> {
                    store.rewrap(rootKey, TestRootKey.SECOND);
                    rootKey = TestRootKey.SECOND;
                }
                case REOPEN -> {
                    close();
                    store = OnDisk.open(disk, rootKey, FileStoreOptions.defaults());
                    closed = false;
                }
            }
        }

        boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
            store.close();
        }
    }
}
