package dev.secrets.policy;

import org.jspecify.annotations.Nullable;

/**
 * A statement at a place of the index that a request came to. What the place says about the request is not looked at again: mostly
 * that is all, and the statement, which seldom is in the cache, need not be read at all.
 */
final class Candidate {
    private final Statement statement;
    private final boolean deny;
    /** Whether every request that comes here has an action of the statement. */
    private final boolean knowsAction;
    /** What has to cover the resource; nothing where every request that comes here has a resource of the statement. */
    private final @Nullable Resources resources;
    /** Whether the statement applies to every request that comes here. */
    private final boolean certain;
    /** The next statement at the same place. */
    private final @Nullable Candidate next;

    Candidate(Statement statement, boolean knowsAction, @Nullable Resources resources, @Nullable Candidate next) {
        this.statement = statement;
        this.deny = statement.isDeny();
        this.knowsAction = knowsAction;
        this.resources = resources;
        this.certain = knowsAction
                && resources == null
                && statement.principals().isEmpty()
                && statement.conditions().isEmpty();
        this.next = next;
    }

    boolean applies(PolicyRequest request, boolean bounded, int principalMatches) {
        return certain
                || statement.coversPrincipal(request, bounded, principalMatches)
                        && (knowsAction || statement.coversAction(request))
                        && (resources == null || resources.match(request.resource(), request.context(), deny))
                        && statement.conditionsHold(request);
    }

    Statement statement() {
        return statement;
    }

    boolean isDeny() {
        return deny;
    }

    @Nullable
    Candidate next() {
        return next;
    }
}
