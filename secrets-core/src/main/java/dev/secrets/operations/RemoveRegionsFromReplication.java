package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.RemoveRegionsFromReplicationResponse;
import dev.secrets.state.Secret;
import java.util.List;
import java.util.Map;

/**
 * Section 16.
 *
 * @param request what is asked for
 */
public record RemoveRegionsFromReplication(RemoveRegionsFromReplicationRequest request)
        implements SecretWrite<RemoveRegionsFromReplicationResponse> {
    @Override
    public Action action() {
        return Action.REMOVE_REGIONS_FROM_REPLICATION;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    /** Regions without a replica are ignored, and in a store of one region there is none (REPL-06). */
    @Override
    public Changed<RemoveRegionsFromReplicationResponse> write(Workspace workspace) {
        Secret secret = workspace.active();
        return Changed.to(secret, new RemoveRegionsFromReplicationResponse(workspace.arn(), List.of()));
    }

    // For the trail and the policies

    @Override
    public Map<String, String> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("removeReplicaRegions", request.removeReplicaRegions())
                .asMap();
    }
}
