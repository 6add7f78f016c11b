package dev.secrets.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides requests: section 5 of the reference. A pure function; the same request and policies always give the same decision.
 *
 * <p>Any Deny that applies decides, in whichever policy. Without one, a caller in the account that owns the resource needs an
 * Allow of its identity policies or of the resource policy; a caller of another account needs both; a caller without identity
 * policies (a service, somebody anonymous) needs the resource policy to name it. Boundary and session policies cap the identity
 * side, and the resource side as far as rule E6 says.
 */
public final class PolicyEvaluator {
    private PolicyEvaluator() {}

    /**
     * Decides a request on a resource that has no policy of its own. Never throws: an error, say of the context, is a denial that
     * carries its {@link Decision#failure}.
     */
    public static Decision decide(PolicyRequest request, PrincipalPolicies policies) {
        return decideSafely(request, policies, null);
    }

    /**
     * Decides a request on a resource with a policy. Never throws: an error, say of the context, is a denial that carries its
     * {@link Decision#failure}.
     *
     * @param resourcePolicy a policy that was parsed as {@link PolicyType#RESOURCE}; of another type, it is an error
     */
    public static Decision decide(PolicyRequest request, PrincipalPolicies policies, PolicyDocument resourcePolicy) {
        return decideSafely(request, policies, resourcePolicy);
    }

    /**
     * Decides a request by policies of any types, to simulate what they would do: identity, boundary and session policies are taken
     * for the caller's, the resource policy for the resource's. Indexes the policies at each call, so what decides often makes
     * {@link PrincipalPolicies} once instead. As to errors of the context, like the other methods.
     *
     * @throws IllegalArgumentException if there is more than one boundary or resource policy
     */
    public static Decision decide(PolicyRequest request, List<PolicyDocument> policies) {
        PrincipalPolicies ofCaller = new PrincipalPolicies(ofType(PolicyType.IDENTITY, policies))
                .session(ofType(PolicyType.SESSION, policies).toArray(PolicyDocument[]::new));
        PolicyDocument boundary = single(PolicyType.BOUNDARY, policies);
        return decideSafely(
                request,
                boundary == null ? ofCaller : ofCaller.boundary(boundary),
                single(PolicyType.RESOURCE, policies));
    }

    private static List<PolicyDocument> ofType(PolicyType type, List<PolicyDocument> policies) {
        return policies.stream().filter(policy -> policy.type() == type).toList();
    }

    private static @Nullable PolicyDocument single(PolicyType type, List<PolicyDocument> policies) {
        List<PolicyDocument> found = ofType(type, policies);
        if (found.size() > 1) {
            throw new IllegalArgumentException("There is at most one " + type.words() + ", found " + found.size());
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private static Decision decideSafely(
            PolicyRequest request, PrincipalPolicies policies, @Nullable PolicyDocument resourcePolicy) {
        Evaluation evaluation = new Evaluation(request, policies, resourcePolicy);
        try {
            return evaluation.decide();
        } catch (RuntimeException failure) { // rule E11: an error means deny; the decision carries it
            return evaluation.failed(failure);
        }
    }
}
