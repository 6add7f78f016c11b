package dev.secrets.model;

import java.util.List;

/**
 * What replicas are left.
 *
 * @param arn the ARN of the primary
 * @param replicationStatus the state of each replica
 */
public record RemoveRegionsFromReplicationResponse(String arn, List<ReplicationStatusType> replicationStatus) {
    /** Copies the collections. */
    public RemoveRegionsFromReplicationResponse {
        replicationStatus = Copies.of(replicationStatus);
    }
}
