package dev.secrets.operations;

import dev.secrets.engine.Workspace;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.ReplicaRegionType;
import java.util.List;
import java.util.Optional;

/** Replication in a store of one region: there is nowhere to replicate to (section 16). */
final class Replicas {
    private Replicas() {}

    static void refuse(Optional<List<ReplicaRegionType>> regions, Workspace workspace) {
        if (regions.isPresent()) {
            throw refusal(regions.get().stream().map(ReplicaRegionType::region).toList(), workspace);
        }
    }

    static InvalidParameterException refusal(List<String> regions, Workspace workspace) {
        return regions.contains(workspace.environment().arns().region())
                ? new InvalidParameterException("Invalid replica region.")
                : new InvalidParameterException("Invalid replica region. This store has no other region than "
                        + workspace.environment().arns().region() + ".");
    }
}
