package dev.secrets.store.file;

import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.StopReplicationToReplicaRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A process that replicates from one directory to another, step by step, and stands still at a chosen place to be killed. A line
 * of output follows each step that was acknowledged: its number, from 1.
 */
final class ReplicatingProcess {
    static final String MADE = "made";
    static final String REMOVED = "removed";
    static final String PROMOTED = "promoted";
    static final String STOPPED = "stopped";
    static final String PLACES = "places ";

    /** The step after which {@link #MADE} has its second value. */
    static final int SECOND_VALUE = 3;
    /** The step after which {@link #REMOVED} has no replica, or will have none. */
    static final int REMOVAL = 6;
    /** The step after which {@link #PROMOTED} is independent. */
    static final int PROMOTION = 10;

    private static final List<Consumer<TwoRegions>> STEPS = List.of(
            regions -> create(regions, MADE),
            TwoRegions::replicate,
            regions -> regions.us.putSecretValue(MADE, "two"),
            regions -> create(regions, REMOVED),
            TwoRegions::replicate,
            regions -> regions.us.removeRegionsFromReplication(
                    new RemoveRegionsFromReplicationRequest(REMOVED, List.of(TwoRegions.EU))),
            TwoRegions::replicate,
            regions -> create(regions, PROMOTED),
            TwoRegions::replicate,
            regions -> regions.eu.stopReplicationToReplica(new StopReplicationToReplicaRequest(PROMOTED)),
            regions -> regions.us.putSecretValue(PROMOTED, "two"),
            TwoRegions::replicate);

    private final int stopAt;
    private int places;

    private ReplicatingProcess(int stopAt) {
        this.stopAt = stopAt;
    }

    /** Arguments: the directory, the place at which to stand still, from 1; 0 for none. */
    public static void main(String[] arguments) {
        ReplicatingProcess process = new ReplicatingProcess(Integer.parseInt(arguments[1]));
        try (TwoRegions regions =
                new TwoRegions(Path.of(arguments[0]), store -> new StoppingStore(store, process::pass))) {
            int number = 0;
            for (Consumer<TwoRegions> step : STEPS) {
                step.accept(regions);
                number++;
                System.out.println(number);
            }
            System.out.println(PLACES + process.places);
        }
    }

    private static void create(TwoRegions regions, String name) {
        regions.us.createSecret(new CreateSecretRequest(name)
                .secretString("one")
                .addReplicaRegions(new ReplicaRegionType(TwoRegions.EU)));
    }

    private void pass() {
        places++;
        if (places == stopAt) {
            System.out.println(STOPPED);
            while (true) {
                LockSupport.park();
            }
        }
    }
}
