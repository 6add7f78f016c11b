package dev.secrets.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * The Resource or NotResource element of a statement (rules M5 to M14, V7). Immutable.
 */
final class Resources {
    private final boolean negated;
    /** Whether a pattern of stars alone is among the patterns: the only kind that matches what is no ARN (rule M12). */
    private final boolean everything;

    private final ArnPattern[] patterns;

    Resources(boolean negated, boolean everything, List<ArnPattern> patterns) {
        this.negated = negated;
        this.everything = everything;
        this.patterns = patterns.toArray(ArnPattern[]::new);
    }

    /**
     * Returns whether the element covers the resource.
     *
     * @param undecidable the answer when NotResource holds a variable without a value (rule O5)
     */
    boolean match(String resource, RequestContext context, boolean undecidable) {
        if (everything) {
            return !negated;
        }
        for (ArnPattern pattern : patterns) {
            if (pattern.matches(resource, context)) {
                return !negated;
            }
        }
        return negated && (undecidable || allResolved(context));
    }

    private boolean allResolved(RequestContext context) {
        for (ArnPattern pattern : patterns) {
            if (!pattern.isResolved(context)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the keys that variables ask for. */
    Stream<ConditionKey> variables() {
        return Stream.of(patterns).flatMap(ArnPattern::variables);
    }

    boolean negated() {
        return negated;
    }

    boolean everything() {
        return everything;
    }

    List<ArnPattern> patterns() {
        return List.of(patterns);
    }
}
