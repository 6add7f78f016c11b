package dev.secrets.policy;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A statement that would have allowed the request if one thing had been different.
 *
 * @param statement which statement
 * @param misses what did not match: one of {@code principal}, {@code action}, {@code resource}; or nothing, if conditions failed
 * @param conditions the conditions that failed
 */
public record NearMiss(StatementReference statement, List<String> misses, List<FailedCondition> conditions) {
    /**
     * A condition that does not hold.
     *
     * @param operator the operator as the policy has it, such as {@code ForAnyValue:StringLike}
     * @param key the condition key
     * @param policyValues the policy's values, variables expanded where they have a value
     * @param requestValues the request's values; empty if it has no such key
     * @param reason why it does not hold, in words
     */
    public record FailedCondition(
            String operator, String key, List<String> policyValues, List<String> requestValues, String reason) {
        @Override
        public String toString() {
            return operator + " " + key + " " + policyValues + ": " + reason;
        }
    }

    /** Returns it in words. */
    @Override
    public String toString() {
        String why = misses.isEmpty()
                ? conditions.stream().map(FailedCondition::toString).collect(Collectors.joining("; "))
                : "the " + String.join(" and the ", misses) + " does not match";
        return statement + ": " + why;
    }
}
