package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.Facts;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.ReplicateSecretToRegionsResponse;
import dev.secrets.policy.ConditionKey;
import java.util.List;
import java.util.Map;

/**
 * Section 16.
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
        workspace.active();
        throw Replicas.refusal(regions(), workspace);
    }

    private List<String> regions() {
        return request.addReplicaRegions().stream()
                .map(ReplicaRegionType::region)
                .toList();
    }

    // For the trail and the policies

    @Override
    public Map<String, String> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("addReplicaRegions", request.addReplicaRegions())
                .and("forceOverwriteReplicaSecret", request.forceOverwriteReplicaSecret())
                .asMap();
    }

    @Override
    public List<String> facts(ConditionKey key) {
        return switch (key.family()) {
            case "secretsmanager:addreplicaregions" -> regions();
            case "secretsmanager:forceoverwritereplicasecret" -> Facts.of(request.forceOverwriteReplicaSecret());
            default -> Facts.none();
        };
    }
}
