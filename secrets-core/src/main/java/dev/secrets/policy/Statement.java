package dev.secrets.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A compiled statement. It applies to a request if its principal, action, resource and conditions all match (rule E1). Immutable.
 */
final class Statement {
    private static final Condition[] NONE = {};

    private final StatementReference reference;
    private final boolean deny;
    /** Null where the bearer of the policy is the principal. */
    private final @Nullable Principals principals;

    private final Actions actions;
    private final Resources resources;
    private final Condition[] conditions;

    Statement(
            StatementReference reference,
            boolean deny,
            @Nullable Principals principals,
            Actions actions,
            Resources resources,
            List<Condition> conditions) {
        this.reference = reference;
        this.deny = deny;
        this.principals = principals;
        this.actions = actions;
        this.resources = resources;
        this.conditions = conditions.isEmpty() ? NONE : conditions.toArray(Condition[]::new);
    }

    /**
     * Returns whether this applies to the request.
     *
     * @param bounded for a Deny: whether the caller has a permissions boundary (rule P10)
     * @param principalMatches for an Allow of a resource policy: the ways of naming the caller that count
     */
    boolean applies(PolicyRequest request, boolean bounded, int principalMatches) {
        return coversPrincipal(request, bounded, principalMatches)
                && coversAction(request)
                && coversResource(request)
                && conditionsHold(request);
    }

    boolean coversPrincipal(PolicyRequest request, boolean bounded, int principalMatches) {
        if (principals == null) {
            return true;
        }
        return deny
                ? principals.denyTo(request.caller(), bounded)
                : (principals.grantTo(request.caller()) & principalMatches) != 0;
    }

    boolean coversAction(PolicyRequest request) {
        return actions.match(request.policyAction().folded());
    }

    boolean coversResource(PolicyRequest request) {
        return resources.match(request.resource(), request.context(), deny);
    }

    boolean conditionsHold(PolicyRequest request) {
        for (Condition condition : conditions) {
            if (!holds(condition, request)) {
                return false;
            }
        }
        return true;
    }

    /** What can't be decided counts against the caller: an Allow does not apply, a Deny does (rules O1, O5). */
    boolean holds(Condition condition, PolicyRequest request) {
        return condition.holds(request.context(), deny);
    }

    /** Returns whether some condition fails for every request without the key. */
    boolean hasPresenceGuard(ConditionKey key) {
        return Stream.of(conditions).anyMatch(condition -> condition.key().equals(key) && condition.failsWithoutKey());
    }

    /** Returns the keys that conditions and variables ask for. */
    Stream<ConditionKey> keys() {
        return Stream.concat(resources.variables(), Stream.of(conditions).flatMap(Condition::keys));
    }

    StatementReference reference() {
        return reference;
    }

    boolean isDeny() {
        return deny;
    }

    Optional<Principals> principals() {
        return Optional.ofNullable(principals);
    }

    Actions actions() {
        return actions;
    }

    Resources resources() {
        return resources;
    }

    List<Condition> conditions() {
        return List.of(conditions);
    }
}
