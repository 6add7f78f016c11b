package dev.secrets;

import dev.secrets.model.ReplicationReport;
import dev.secrets.replication.Replicator;

/**
 * What secrets owe other regions. A manager with {@link EmbeddedOptions#regions} works on it by itself, unless
 * {@link EmbeddedOptions#replicates} says otherwise; here one sees how far it is, and can do what is due at a moment of one's own
 * choice.
 *
 * <p>Thread-safe.
 */
public final class ReplicationQueue {
    private final Replicator replicator;

    ReplicationQueue(Replicator replicator) {
        this.replicator = replicator;
    }

    /**
     * Copies, and removes, what is due now, in the calling thread. What fails is noted in the status of the replica and due again
     * later: after a second at first, then longer each time, up to five minutes.
     *
     * @return for how many secrets and regions anything was done
     * @throws dev.secrets.model.InternalServiceErrorException if this region's own store fails
     */
    public int run() {
        return replicator.run();
    }

    /**
     * Returns how far the regions are, and how far behind. Looks at the metadata of every secret: for an operator's eye or a gauge
     * that is read every minute, not for each call.
     *
     * @throws dev.secrets.model.InternalServiceErrorException if this region's own store fails
     */
    public ReplicationReport report() {
        return replicator.report();
    }
}
