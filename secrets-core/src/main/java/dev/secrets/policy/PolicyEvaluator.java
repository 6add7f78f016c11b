package dev.secrets.policy;

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
