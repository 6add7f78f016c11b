package dev.secrets.policy;

import java.util.Optional;

/**
 * Which statement of which policy.
 *
 * @param policyName the name that the policy was parsed under
 * @param policyType what the policy is attached to
 * @param index the statement's place in the policy, from 0
 * @param sid the statement's Sid, if it has one that is not empty
 */
public record StatementReference(String policyName, PolicyType policyType, int index, Optional<String> sid) {
    /** Returns it in words, such as {@code statement 2 (Sid ReadProd) of the identity-based policy "app"}. */
    @Override
    public String toString() {
        String unnamed =
                "statement " + index + sid.map(id -> " (Sid " + id + ")").orElse("") + " of the " + policyType.words();
        return policyName.equals(policyType.words()) ? unnamed : unnamed + " \"" + policyName + '"';
    }
}
