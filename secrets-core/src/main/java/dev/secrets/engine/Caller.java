package dev.secrets.engine;

import dev.secrets.model.CallerIdentity;

/**
 * On whose behalf a call is made.
 *
 * @param role what policies mean for it
 * @param identity who it is
 */
public record Caller(Role role, CallerIdentity identity) {
    /** What policies mean for a caller. */
    public enum Role {
        /** The application that made the manager: everything is allowed but what a policy denies explicitly. */
        OWNER,
        /** A caller that the application bound: nothing is allowed but what a policy allows. */
        CALLER,
        /** Work in the background: not subject to policies. */
        SERVICE
    }

    /** The principal of work in the background. */
    static final CallerIdentity SERVICE_PRINCIPAL = CallerIdentity.service("secretsmanager.amazonaws.com");

    /** Returns the owner of the store. */
    static Caller owner(Arns arns) {
        return new Caller(Role.OWNER, CallerIdentity.of(arns.root()));
    }

    /** Returns work in the background. */
    static Caller service() {
        return new Caller(Role.SERVICE, SERVICE_PRINCIPAL);
    }

    /** Returns a bound caller; one without an account belongs to the store's own (rule E13 of the policy reference). */
    static Caller bound(CallerIdentity identity, Arns arns) {
        return new Caller(Role.CALLER, identity.inAccount(arns.account()));
    }
}
