package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.RemoveRegionsFromReplicationResponse;
import dev.secrets.model.ReplicationStatusType;
import dev.secrets.state.Replication;
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

    /**
     * Regions without a replica are ignored (REPL-06). The answer has what is left; until a replica is gone, DescribeSecret shows
     * it, and the secret can't be deleted. A region that this store does not know any more is forgotten at once.
     */
    @Override
    public Changed<RemoveRegionsFromReplicationResponse> write(Workspace workspace) {
        Secret secret = workspace.active();
        Replication removing = Replicas.of(secret, workspace);
        Replication left = removing;
        for (String region : request.removeReplicaRegions()) {
            removing = workspace.environment().otherRegions().contains(region)
                    ? removing.removing(region, workspace.now())
                    : removing.without(region);
            left = left.without(region);
        }
        Secret after = secret.replicate(removing, workspace.now());
        List<ReplicationStatusType> answer = Replicas.status(secret.replication(left));
        return Changed.to(after, new RemoveRegionsFromReplicationResponse(workspace.arn(), answer));
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("removeReplicaRegions", request.removeReplicaRegions())
                .asMap();
    }
}
