package dev.secrets.engine;

import dev.secrets.model.CallerIdentity;

/**
 * On whose behalf a call is made.
 *
 * @param role what policies mean for it
 * @param identity who it is
 * @param arns the ARNs of its account: the store's own, unless it is of another
 */
public record Caller(Role role, CallerIdentity identity, Arns arns) {
    /** What policies mean for a caller. */
    public enum Role {
        /** The application that made the manager: everything is allowed but what a policy denies explicitly. */
        OWNER,
        /** A caller that the application bound: nothing is allowed but what a policy allows. */
        CALLER
    }

    /** Returns the owner of the store. */
    static Caller owner(Arns arns) {
        return new Caller(Role.OWNER, CallerIdentity.of(arns.root()), arns);
    }

    /** Returns a bound caller; one without an account belongs to the store's own (rule E13 of the policy reference). */
    static Caller bound(CallerIdentity identity, Arns arns) {
        CallerIdentity caller = identity.inAccount(arns.account());
        return new Caller(
                Role.CALLER,
                caller,
                caller.account()
                        .filter(account -> !account.equals(arns.account()))
                        .map(arns::ofAccount)
                        .orElse(arns));
    }
}
