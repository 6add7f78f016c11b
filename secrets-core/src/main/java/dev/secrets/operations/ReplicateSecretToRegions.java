package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.Facts;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.ReplicateSecretToRegionsResponse;
import dev.secrets.policy.ConditionKey;
import dev.secrets.state.Replication;
import dev.secrets.state.Secret;
import java.util.List;
import java.util.Map;

/**
 * Section 16. A region that has a replica gets it anew: with another key, or after a failure.
 *
 * @param request what is asked for
 */
public record ReplicateSecretToRegions(ReplicateSecretToRegionsRequest request)
        implements SecretWrite<ReplicateSecretToRegionsResponse> {
    @Override
    public Action action() {
        return Action.REPLICATE_SECRET_TO_REGIONS;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public Changed<ReplicateSecretToRegionsResponse> write(Workspace workspace) {
        Secret secret = workspace.active();
        Replication ties = Replicas.with(
                Replicas.of(secret, workspace),
                request.addReplicaRegions(),
                request.forceOverwriteReplicaSecret(),
                workspace);
        Secret after = secret.replicate(ties, workspace.now());
        return Changed.to(after, new ReplicateSecretToRegionsResponse(workspace.arn(), Replicas.status(after)));
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("addReplicaRegions", request.addReplicaRegions())
                .and("forceOverwriteReplicaSecret", request.forceOverwriteReplicaSecret())
                .asMap();
    }

    @Override
    public List<String> facts(ConditionKey key) {
        return switch (key.family()) {
            case "secretsmanager:addreplicaregions" -> Replicas.names(request.addReplicaRegions());
            case "secretsmanager:forceoverwritereplicasecret" -> Facts.of(request.forceOverwriteReplicaSecret());
            default -> Facts.none();
        };
    }
}
