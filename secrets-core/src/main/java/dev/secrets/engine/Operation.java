package dev.secrets.engine;

import dev.secrets.policy.ConditionKey;
import java.util.List;
import java.util.Map;

/** One operation as a caller asked for it: what the trail and the policies need to know of it. Immutable; used for one call. */
public interface Operation {
    /** Returns what is to be done. */
    Action action();

    /** Returns what was asked for, in the order of the request and without values: for the audit trail. */
    Map<String, Object> parameters();

    /** Returns what else the caller must be allowed to do on the same resource (section 7 of the policy reference). */
    default List<Action> furtherActions() {
        return List.of();
    }

    /** Returns the values of a condition key that the request sets; none for others (section 8 of the policy reference). */
    default List<String> facts(ConditionKey key) {
        return List.of();
    }
}
