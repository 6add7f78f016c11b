package dev.secrets.policy;

import dev.secrets.model.CallerIdentity;
import java.util.HashMap;
import java.util.Map;

/** Policies of principals by ARN. Immutable and thread-safe; {@link #with} returns another one. */
public final class InMemoryIdentityPolicies implements IdentityPolicies {
    private final Map<String, PrincipalPolicies> byArn;

    /** Starts without policies. */
    public InMemoryIdentityPolicies() {
        this(Map.of());
    }

    /** Takes the policies of principals by their ARNs; see {@link #with}. */
    public InMemoryIdentityPolicies(Map<String, PrincipalPolicies> byArn) {
        byArn.keySet().forEach(CallerIdentity::of);
        this.byArn = Map.copyOf(byArn);
    }

    /**
     * Sets the policies of one principal. What is set for a user or role counts for all its sessions, unless something is set for
     * the session's own ARN; then that alone counts.
     *
     * @throws IllegalArgumentException if the ARN is not one of a principal
     */
    public InMemoryIdentityPolicies with(String arn, PrincipalPolicies policies) {
        Map<String, PrincipalPolicies> all = new HashMap<>(byArn);
        all.put(arn, policies);
        return new InMemoryIdentityPolicies(all);
    }

    @Override
    public PrincipalPolicies policiesOf(CallerIdentity caller) {
        PrincipalPolicies own = byArn.get(caller.arn());
        if (own != null) {
            return own;
        }
        return caller.issuerArn().map(byArn::get).orElse(PrincipalPolicies.NONE);
    }
}
