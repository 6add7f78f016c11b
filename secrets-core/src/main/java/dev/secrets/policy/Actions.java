package dev.secrets.policy;

import java.util.List;

/**
 * The Action or NotAction element of a statement: patterns over a whole action, whatever its case (rules M3, M4). Immutable.
 */
final class Actions {
    private final boolean negated;
    private final List<String> texts;
    private final Glob[] patterns;

    /** Takes the patterns in lower case. */
    Actions(boolean negated, List<String> texts) {
        this.negated = negated;
        this.texts = List.copyOf(texts);
        this.patterns = texts.stream().map(Glob::of).toArray(Glob[]::new);
    }

    /** Takes an action in lower case. */
    boolean match(String action) {
        for (Glob pattern : patterns) {
            if (pattern.matches(action)) {
                return !negated;
            }
        }
        return negated;
    }

    /** Returns whether every action that the pattern matches is matched by one of these; not for NotAction. */
    boolean covers(String pattern) {
        return Glob.oneCovers(patterns, pattern);
    }

    boolean negated() {
        return negated;
    }

    /** Returns the patterns in lower case. */
    List<String> texts() {
        return texts;
    }

    /** Returns the actions that are spelled out. */
    List<String> names() {
        return negated
                ? List.of()
                : List.of(patterns).stream()
                        .filter(Glob::isLiteral)
                        .map(Glob::prefix)
                        .toList();
    }

    /** Returns texts of which every other matching action begins with one. */
    List<String> prefixes() {
        return negated
                ? List.of("")
                : List.of(patterns).stream()
                        .filter(pattern -> !pattern.isLiteral())
                        .map(Glob::prefix)
                        .toList();
    }

    @Override
    public String toString() {
        return (negated ? "NotAction " : "Action ") + texts;
    }
}
