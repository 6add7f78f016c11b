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
        Candidate identity = find(policies.identityIndex(), ANY_MATCH);
        Candidate boundary = find(policies.boundaryIndex(), ANY_MATCH);
        Candidate session = find(policies.sessionIndex(), ANY_MATCH);
        boolean inBoundary = !policies.isBounded() || boundary != null;
        boolean inSession = !policies.hasSessionPolicy() || session != null;
        Candidate resource =
                resourcePolicy == null ? null : find(resourcePolicy.index(), countingMatches(inBoundary, inSession));
        Candidate denying = firstDeny(identity, boundary, session, resource);
        if (denying != null) {
            return decision(Outcome.EXPLICITLY_DENIED, Step.EXPLICIT_DENY, denying);
        }
        if (resource != null && (isWithoutIdentity() || request.isSameAccount())) {
            return decision(Outcome.ALLOWED, Step.RESOURCE_POLICY, resource);
        }
        if (isWithoutIdentity() || resource == null && !request.isSameAccount()) {
            return decision(Outcome.IMPLICITLY_DENIED, Step.RESOURCE_POLICY, null);
        }
        return byIdentity(identity, inBoundary, inSession, resource);
    }

    private @Nullable Candidate find(StatementIndex index, int principalMatches) {
        return index.find(request, policies.isBounded(), principalMatches);
    }

    /** Rule E2. */
    private static @Nullable Candidate firstDeny(
            @Nullable Candidate identity,
            @Nullable Candidate boundary,
            @Nullable Candidate session,
            @Nullable Candidate resource) {
        if (isDeny(identity)) {
            return identity;
        }
        if (isDeny(boundary)) {
            return boundary;
        }
        return isDeny(session) ? session : isDeny(resource) ? resource : null;
    }

    private static boolean isDeny(@Nullable Candidate found) {
        return found != null && found.isDeny();
    }

    /** Rule E9. */
    private boolean isWithoutIdentity() {
        Kind kind = request.caller().kind();
        return kind == Kind.ANONYMOUS || kind == Kind.SERVICE;
    }

    /** The ways in which a resource policy may name the caller so that its Allow counts (rules E4, E5, E6, E9). */
    private int countingMatches(boolean inBoundary, boolean inSession) {
        if (isWithoutIdentity()) {
            return PrincipalMatch.EVERYONE.bit() | PrincipalMatch.SERVICE.bit();
        }
        if (!request.isSameAccount()) {
            return ANY_MATCH;
        }
        int matches = PrincipalMatch.EXACT.bit();
        if (inSession) {
            matches |= PrincipalMatch.EVERYONE.bit();
        }
        if (inSession && inBoundary) {
            matches |= PrincipalMatch.ROLE.bit() | PrincipalMatch.FEDERATED_USER.bit();
        }
        return matches;
    }

    /**
     * Decides by the identity side and its caps.
     *
     * @param granting what the resource policy contributes where both sides are needed
     */
    private Decision byIdentity(
            @Nullable Candidate identity, boolean inBoundary, boolean inSession, @Nullable Candidate granting) {
        boolean owner = request.caller().kind() == Kind.ROOT; // rule E3
        if (!owner && (identity == null || lacksIdentityPermissions())) {
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
        return owner
                ? decision(Outcome.ALLOWED, Step.ACCOUNT_OWNER, null)
                : decision(Outcome.ALLOWED, Step.IDENTITY_POLICY, identity);
    }

    /** A federated session without session policy has no identity permissions (rule E8). */
    private boolean lacksIdentityPermissions() {
        return request.caller().kind() == Kind.FEDERATED_USER && !policies.hasSessionPolicy();
    }

    private Decision decision(Outcome outcome, Step step, @Nullable Candidate deciding) {
        return new Decision(outcome, step, deciding == null ? null : deciding.statement(), this, null);
    }

    Decision failed(RuntimeException failure) {
        return new Decision(Outcome.IMPLICITLY_DENIED, Step.ERROR, null, this, failure);
    }
}
