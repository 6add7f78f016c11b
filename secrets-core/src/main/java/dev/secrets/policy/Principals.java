package dev.secrets.policy;

import dev.secrets.model.CallerIdentity;
import dev.secrets.model.CallerIdentity.Kind;
import java.util.Optional;
import java.util.Set;

/**
 * The Principal or NotPrincipal element of a statement (rules P1 to P11). Immutable.
 *
 * @param negated whether this is NotPrincipal
 * @param everyone whether {@code *} is among the ids
 * @param awsIds ARNs and 12-digit accounts, the ARN of an account's root as its account
 * @param services names of services
 */
record Principals(boolean negated, boolean everyone, Set<String> awsIds, Set<String> services) {
    /** Returns the ways, as {@link PrincipalMatch#bit bits}, in which an Allow names the caller; 0 if it does not. */
    int grantTo(CallerIdentity caller) {
        int named = namesOf(caller);
        if (!negated) {
            return named;
        }
        return named == 0 ? PrincipalMatch.EVERYONE.bit() : 0;
    }

    /** Returns whether a Deny covers the caller; NotPrincipal exempts nobody who has a permissions boundary (rule P10). */
    boolean denyTo(CallerIdentity caller, boolean bounded) {
        return negated ? bounded || !isExempt(caller) : namesOf(caller) != 0;
    }

    private int namesOf(CallerIdentity caller) {
        int named = everyone ? PrincipalMatch.EVERYONE.bit() : 0;
        if (caller.kind() == Kind.SERVICE) {
            return services.contains(caller.arn()) ? named | PrincipalMatch.SERVICE.bit() : named;
        }
        if (awsIds.isEmpty() || caller.kind() == Kind.ANONYMOUS) {
            return named;
        }
        if (awsIds.contains(caller.arn())) {
            named |= (caller.kind() == Kind.ROLE ? PrincipalMatch.ROLE : PrincipalMatch.EXACT).bit();
        }
        if (caller.kind() == Kind.ASSUMED_ROLE && awsIds.contains(caller.principalArn())) {
            named |= PrincipalMatch.ROLE.bit();
        }
        if (caller.kind() == Kind.FEDERATED_USER && isListed(caller.issuerArn())) {
            named |= PrincipalMatch.FEDERATED_USER.bit();
        }
        return isListed(caller.account()) ? named | PrincipalMatch.ACCOUNT.bit() : named;
    }

    private boolean isListed(Optional<String> id) {
        return id.isPresent() && awsIds.contains(id.get());
    }

    /** A caller is exempt only if all its names are listed: session, role and account; user and account. */
    private boolean isExempt(CallerIdentity caller) {
        if (everyone) {
            return true;
        }
        return switch (caller.kind()) {
            case SERVICE -> services.contains(caller.arn());
            case ANONYMOUS -> false;
            case ROOT -> isListed(caller.account());
            case USER, ROLE, FEDERATED_USER -> awsIds.contains(caller.arn()) && isListed(caller.account());
            case ASSUMED_ROLE ->
                awsIds.contains(caller.arn()) && awsIds.contains(caller.principalArn()) && isListed(caller.account());
        };
    }
}
