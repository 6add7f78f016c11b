package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.Facts;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.MalformedPolicyDocumentException;
import dev.secrets.model.PublicPolicyException;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.PutResourcePolicyResponse;
import dev.secrets.policy.ConditionKey;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PublicAccess;
import dev.secrets.state.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Section 4.13.
 *
 * @param request what is asked for
 */
public record PutResourcePolicy(PutResourcePolicyRequest request) implements SecretWrite<PutResourcePolicyResponse> {
    @Override
    public Action action() {
        return Action.PUT_RESOURCE_POLICY;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public Changed<PutResourcePolicyResponse> write(Workspace workspace) {
        Secret before = workspace.active();
        PolicyDocument policy = ResourcePolicies.parse(request.resourcePolicy());
        if (request.blockPublicPolicy().orElse(false) && PublicAccess.isPublic(policy)) {
            throw new PublicPolicyException(ResourcePolicies.PUBLIC);
        }
        if (!workspace.couldManageUnder(policy)) {
            throw new MalformedPolicyDocumentException(ResourcePolicies.LOCK_OUT);
        }
        Secret after = before.settings(
                settings -> settings.resourcePolicy(Optional.of(request.resourcePolicy())), workspace.now());
        return Changed.to(
                after,
                new PutResourcePolicyResponse(workspace.arn(), after.identity().name()));
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("resourcePolicy", request.resourcePolicy())
                .and("blockPublicPolicy", request.blockPublicPolicy())
                .asMap();
    }

    @Override
    public List<String> facts(ConditionKey key) {
        return switch (key.family()) {
            case "secretsmanager:blockpublicpolicy" -> Facts.of(request.blockPublicPolicy());
            default -> Facts.none();
        };
    }
}
