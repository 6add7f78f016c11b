package dev.secrets.policy;

import dev.secrets.model.CallerIdentity.Kind;
import dev.secrets.policy.Decision.Outcome;
import dev.secrets.policy.Decision.Step;
import org.jspecify.annotations.Nullable;

/** What a decision is made from, and how: rule E12. It stays part of the decision, which explains itself from it. */
record Evaluation(
        PolicyRequest request,
        PrincipalPolicies policies,
        @Nullable PolicyDocument resourcePolicy) {
    private static final int ANY_MATCH = -1;

    Decision decide() {
        if (resourcePolicy != null && resourcePolicy.type() != PolicyType.RESOURCE) {
            throw new IllegalArgumentException("Not a resource policy: " + resourcePolicy);
        }
        Statement denying = firstDeny();
        if (denying != null) {
            return decision(Outcome.EXPLICITLY_DENIED, Step.EXPLICIT_DENY, denying);
        }
        Kind kind = request.caller().kind();
        if (kind == Kind.ANONYMOUS || kind == Kind.SERVICE) {
            return byResourcePolicyAlone();
        }
        return request.isSameAccount() ? inSameAccount() : acrossAccounts();
    }

    /** Rule E2. */
    private @Nullable Statement firstDeny() {
        boolean bounded = policies.isBounded();
        Statement denying = policies.identityIndex().firstDeny(request, bounded);
        if (denying == null) {
            denying = policies.boundaryIndex().firstDeny(request, bounded);
        }
        if (denying == null) {
            denying = policies.sessionIndex().firstDeny(request, bounded);
        }
        return denying == null && resourcePolicy != null
                ? resourcePolicy.index().firstDeny(request, bounded)
                : denying;
    }

    /** Rule E9. */
    private Decision byResourcePolicyAlone() {
        Statement allowing = resourceAllow(PrincipalMatch.EVERYONE.bit() | PrincipalMatch.SERVICE.bit());
        return allowing != null
                ? decision(Outcome.ALLOWED, Step.RESOURCE_POLICY, allowing)
                : decision(Outcome.IMPLICITLY_DENIED, Step.RESOURCE_POLICY, null);
    }

    /** Rules E4, E6. */
    private Decision inSameAccount() {
        boolean inBoundary = boundaryAllows();
        boolean inSession = sessionAllows();
        Statement allowing = resourceAllow(sufficingMatches(inBoundary, inSession));
        if (allowing != null) {
            return decision(Outcome.ALLOWED, Step.RESOURCE_POLICY, allowing);
        }
        return byIdentity(inBoundary, inSession, null);
    }

    /** The ways in which a resource policy of the caller's own account may name it so that nothing else is needed. */
    private static int sufficingMatches(boolean inBoundary, boolean inSession) {
        int matches = PrincipalMatch.EXACT.bit();
        if (inSession) {
            matches |= PrincipalMatch.EVERYONE.bit();
        }
        if (inSession && inBoundary) {
            matches |= PrincipalMatch.ROLE.bit() | PrincipalMatch.FEDERATED_USER.bit();
        }
        return matches;
    }

    /** Rule E5. */
    private Decision acrossAccounts() {
        Statement allowing = resourceAllow(ANY_MATCH);
        return allowing == null
                ? decision(Outcome.IMPLICITLY_DENIED, Step.RESOURCE_POLICY, null)
                : byIdentity(boundaryAllows(), sessionAllows(), allowing);
    }

    /**
     * Decides by the identity side and its caps.
     *
     * @param granting what the resource policy contributes where both sides are needed
     */
    private Decision byIdentity(boolean inBoundary, boolean inSession, @Nullable Statement granting) {
        boolean owner = request.caller().kind() == Kind.ROOT; // rule E3
        Statement allowing = owner ? null : identityAllow();
        if (!owner && allowing == null) {
            return decision(Outcome.IMPLICITLY_DENIED, Step.IDENTITY_POLICY, null);
        }
        if (!inBoundary) {
            return decision(Outcome.IMPLICITLY_DENIED, Step.BOUNDARY, null);
        }
        if (!inSession) {
            return decision(Outcome.IMPLICITLY_DENIED, Step.SESSION_POLICY, null);
        }
        if (granting != null) {
            return decision(Outcome.ALLOWED, Step.RESOURCE_POLICY, granting);
        }
        return decision(Outcome.ALLOWED, owner ? Step.ACCOUNT_OWNER : Step.IDENTITY_POLICY, allowing);
    }

    /** A federated session without session policy has no identity permissions (rule E8). */
    private @Nullable Statement identityAllow() {
        return request.caller().kind() == Kind.FEDERATED_USER && !policies.hasSessionPolicy()
                ? null
                : policies.identityIndex().firstAllow(request, ANY_MATCH);
    }

    private boolean boundaryAllows() {
        return !policies.isBounded() || policies.boundaryIndex().firstAllow(request, ANY_MATCH) != null;
    }

    private boolean sessionAllows() {
        return !policies.hasSessionPolicy() || policies.sessionIndex().firstAllow(request, ANY_MATCH) != null;
    }

    private @Nullable Statement resourceAllow(int matches) {
        return resourcePolicy == null ? null : resourcePolicy.index().firstAllow(request, matches);
    }

    private Decision decision(Outcome outcome, Step step, @Nullable Statement statement) {
        return new Decision(outcome, step, statement, this, null);
    }

    Decision failed(RuntimeException failure) {
        return new Decision(Outcome.IMPLICITLY_DENIED, Step.ERROR, null, this, failure);
    }
}
