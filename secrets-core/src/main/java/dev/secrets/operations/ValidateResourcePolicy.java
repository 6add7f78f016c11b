package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.SecretRead;
import dev.secrets.engine.SecretView;
import dev.secrets.model.ValidateResourcePolicyRequest;
import dev.secrets.model.ValidateResourcePolicyResponse;
import dev.secrets.model.ValidationErrorsEntry;
import java.util.List;
import java.util.Map;

/**
 * Section 4.16, for a secret.
 *
 * @param request what is asked for
 */
public record ValidateResourcePolicy(ValidateResourcePolicyRequest request)
        implements SecretRead<ValidateResourcePolicyResponse> {
    @Override
    public Action action() {
        return Action.VALIDATE_RESOURCE_POLICY;
    }

    @Override
    public String secretId() {
        return request.secretId().orElseThrow();
    }

    @Override
    public ValidateResourcePolicyResponse read(SecretView view) {
        return answer(ResourcePolicies.problems(request.resourcePolicy(), view::couldManageUnder));
    }

    static ValidateResourcePolicyResponse answer(List<ValidationErrorsEntry> problems) {
        return new ValidateResourcePolicyResponse(problems.isEmpty(), problems);
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.none()
                .and("secretId", request.secretId())
                .and("resourcePolicy", request.resourcePolicy())
                .asMap();
    }

    @Override
    public List<Action> furtherActions() {
        return List.of(Action.PUT_RESOURCE_POLICY);
    }
}
