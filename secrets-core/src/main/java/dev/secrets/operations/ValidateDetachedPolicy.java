package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.GeneralOperation;
import dev.secrets.engine.Session;
import dev.secrets.model.ValidateResourcePolicyRequest;
import dev.secrets.model.ValidateResourcePolicyResponse;
import dev.secrets.model.ValidationErrorsEntry;
import java.util.List;
import java.util.Map;

/**
 * Section 4.16, for no secret in particular.
 *
 * @param request what is asked for
 */
public record ValidateDetachedPolicy(ValidateResourcePolicyRequest request)
        implements GeneralOperation<ValidateResourcePolicyResponse> {
    @Override
    public Action action() {
        return Action.VALIDATE_RESOURCE_POLICY;
    }

    @Override
    public ValidateResourcePolicyResponse answer(Session session) {
        List<ValidationErrorsEntry> problems = ResourcePolicies.problems(request.resourcePolicy(), policy -> true);
        return ValidateResourcePolicy.answer(problems);
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("resourcePolicy", request.resourcePolicy()).asMap();
    }

    @Override
    public List<Action> furtherActions() {
        return List.of(Action.PUT_RESOURCE_POLICY);
    }
}
