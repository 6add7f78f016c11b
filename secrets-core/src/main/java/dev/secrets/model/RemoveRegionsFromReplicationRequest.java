package dev.secrets.model;

import java.util.List;

/**
 * Asks to delete replicas of a secret.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 * @param removeReplicaRegions the regions of the replicas, at least one
 */
public record RemoveRegionsFromReplicationRequest(String secretId, List<String> removeReplicaRegions) {
    /** @throws ValidationException if a member is outside its limits */
    public RemoveRegionsFromReplicationRequest {
        new Violations()
                .length("secretId", secretId, 1, 2048)
                .required("removeReplicaRegions", removeReplicaRegions)
                .size("removeReplicaRegions", removeReplicaRegions, 1, Integer.MAX_VALUE)
                .items("removeReplicaRegions", removeReplicaRegions, 1, 128, ReplicaRegionType.REGION)
                .check();
        removeReplicaRegions = Copies.of(removeReplicaRegions);
    }
}
