package dev.secrets.policy;

import dev.secrets.model.CallerIdentity;

/**
 * Where the policies of principals come from. Asked at every request, so answer from memory; implementations are thread-safe and
 * do not throw.
 */
@FunctionalInterface
public interface IdentityPolicies {
    /**
     * Returns the policies of a caller: those of its {@linkplain CallerIdentity#principalArn principal}, and the session policies
     * of its session. {@link PrincipalPolicies#NONE} if there are none.
     */
    PrincipalPolicies policiesOf(CallerIdentity caller);

    /** Returns a source without policies: callers may do what the policies of the resources allow. */
    static IdentityPolicies none() {
        return caller -> PrincipalPolicies.NONE;
    }
}
