package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.SecretRead;
import dev.secrets.engine.SecretView;
import dev.secrets.model.GetResourcePolicyRequest;
import dev.secrets.model.GetResourcePolicyResponse;
import dev.secrets.state.Secret;
import java.util.Map;

/**
 * Section 4.14.
 *
 * @param request what is asked for
 */
public record GetResourcePolicy(GetResourcePolicyRequest request) implements SecretRead<GetResourcePolicyResponse> {
    @Override
    public Action action() {
        return Action.GET_RESOURCE_POLICY;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public GetResourcePolicyResponse read(SecretView view) {
        Secret secret = view.secret().requireActive();
        return new GetResourcePolicyResponse(
                view.arn(), secret.identity().name(), secret.settings().resourcePolicy());
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId()).asMap();
    }
}
