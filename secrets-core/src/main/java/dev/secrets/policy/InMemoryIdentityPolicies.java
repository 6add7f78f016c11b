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

    /**
     * Takes the policies of principals by their ARNs; see {@link #with}.
     *
     * @throws IllegalArgumentException if an ARN is not one of a principal, or leaves its account out
     */
    public InMemoryIdentityPolicies(Map<String, PrincipalPolicies> byArn) {
        byArn.keySet().forEach(InMemoryIdentityPolicies::requirePrincipal);
        this.byArn = Map.copyOf(byArn);
    }

    /** A caller is of an account by the time it is looked up, also where its ARN left it out. */
    private static void requirePrincipal(String arn) {
        if (CallerIdentity.of(arn).account().isEmpty()) {
            throw new IllegalArgumentException(
                    "No caller would have these policies: " + arn + " names no account; write "
                            + arn.replaceFirst(":::", "::ACCOUNT:") + ", with the account's 12 digits");
        }
    }

    /**
     * Returns a copy with these policies of one principal. What is set for a user or role counts for all its sessions, unless something is set for
     * the session's own ARN; then that alone counts.
     *
     * @param arn with its account, also for callers that are named without one: they are of the store's account when they call
     * @throws IllegalArgumentException if the ARN is not one of a principal, or leaves its account out
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
