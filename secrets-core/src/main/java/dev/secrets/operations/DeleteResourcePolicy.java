package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.Changed;
import dev.secrets.engine.SecretWrite;
import dev.secrets.engine.Workspace;
import dev.secrets.model.DeleteResourcePolicyRequest;
import dev.secrets.model.DeleteResourcePolicyResponse;
import dev.secrets.state.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * Section 4.15.
 *
 * @param request what is asked for
 */
public record DeleteResourcePolicy(DeleteResourcePolicyRequest request)
        implements SecretWrite<DeleteResourcePolicyResponse> {
    @Override
    public Action action() {
        return Action.DELETE_RESOURCE_POLICY;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public Changed<DeleteResourcePolicyResponse> write(Workspace workspace) {
        Secret after =
                workspace.active().settings(settings -> settings.resourcePolicy(Optional.empty()), workspace.now());
        return Changed.to(
                after,
                new DeleteResourcePolicyResponse(
                        workspace.arn(), after.identity().name()));
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId()).asMap();
    }
}
