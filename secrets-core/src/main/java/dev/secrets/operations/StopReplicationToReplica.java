package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.StopReplicationToReplicaRequest;
import dev.secrets.model.StopReplicationToReplicaResponse;
import dev.secrets.state.Replication;
import dev.secrets.state.Secret;
import java.util.Map;

/**
 * Section 16.
 *
 * @param request what is asked for
 */
public record StopReplicationToReplica(StopReplicationToReplicaRequest request)
        implements SecretWrite<StopReplicationToReplicaResponse> {
    @Override
    public Action action() {
        return Action.STOP_REPLICATION_TO_REPLICA;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public boolean servesReplicas() {
        return true;
    }

    /** The former primary is told in the background, if this store knows its region; it need not be there (REPL-07). */
    @Override
    public Changed<StopReplicationToReplicaResponse> write(Workspace workspace) {
        Secret secret = workspace.active();
        if (!secret.isReplica()) {
            throw new InvalidParameterException("You can't stop replication of a secret that is not a replica.");
        }
        Replication replica = Replicas.of(secret, workspace);
        boolean tellsPrimary = workspace.environment().otherRegions().contains(replica.primaryRegion());
        Replication independent = replica.promoted(Replicas.ownRegion(workspace), tellsPrimary, workspace.now());
        return Changed.to(
                secret.replicate(independent, workspace.now()), new StopReplicationToReplicaResponse(workspace.arn()));
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId()).asMap();
    }
}
