package dev.secrets.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The facts about a request that conditions and policy variables ask for, looked up one by one and only when a policy names them.
 * During one decision a key must keep its answer; implementations are immutable or confined to one request.
 */
@FunctionalInterface
public interface RequestContext {
    /** No facts. */
    RequestContext EMPTY = key -> List.of();

    /**
     * Returns the values of the key: none if the request has no such key, one for a single-valued key, any number for a
     * multi-valued one. A key that is absent and one without values are the same (rule C6).
     *
     * <p>An answer need not be found by the folded name alone: {@link ConditionKey#family} and {@link ConditionKey#member} tell
     * {@code aws:ResourceTag/Team} apart, so that tags can be looked up where they are.
     */
    List<String> values(ConditionKey key);

    /**
     * Returns the context with the keys and values of the map; keys ignore case.
     *
     * @throws IllegalArgumentException if two keys differ in case only: which one a condition means would be chance
     */
    static RequestContext of(Map<String, List<String>> values) {
        Map<String, List<String>> folded = new HashMap<>();
        values.forEach((key, list) -> {
            if (folded.put(ConditionKey.fold(key), List.copyOf(list)) != null) {
                throw new IllegalArgumentException("Two condition keys differ in case only: " + key);
            }
        });
        return key -> folded.getOrDefault(key.folded(), List.of());
    }
}
