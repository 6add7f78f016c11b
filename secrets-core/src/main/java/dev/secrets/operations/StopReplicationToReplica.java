package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.StopReplicationToReplicaRequest;
import dev.secrets.model.StopReplicationToReplicaResponse;
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

    /** In a store of one region no secret is a replica (REPL-08). */
    @Override
    public Changed<StopReplicationToReplicaResponse> write(Workspace workspace) {
        workspace.active();
        throw new InvalidRequestException("You can't stop replication of a secret that is not a replica.");
    }

    // For the trail and the policies

    @Override
    public Map<String, String> parameters() {
        return Parameters.of("secretId", request.secretId()).asMap();
    }
}
