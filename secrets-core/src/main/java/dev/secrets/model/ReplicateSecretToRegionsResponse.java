package dev.secrets.model;

import java.util.List;

/**
 * What replicas there are.
 *
 * @param arn the ARN of the primary
 * @param replicationStatus the state of each replica
 */
public record ReplicateSecretToRegionsResponse(String arn, List<ReplicationStatusType> replicationStatus) {
    /** Copies the collections. */
    public ReplicateSecretToRegionsResponse {
        replicationStatus = Copies.of(replicationStatus);
    }
}
