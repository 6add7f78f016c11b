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

    boolean negated() {
        return negated;
    }

    /** Returns the patterns in lower case. */
    List<String> texts() {
        return texts;
    }

    /** Returns texts of which every matching action begins with one. */
    List<String> prefixes() {
        return negated
                ? List.of("")
                : List.of(patterns).stream().map(Glob::prefix).toList();
    }

    @Override
    public String toString() {
        return (negated ? "NotAction " : "Action ") + texts;
    }

    /** Lowers the letters A to Z, and no others: an action with other letters must not come to look like one without. */
    static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
                return lowerFrom(i, text);
            }
        }
        return text;
    }

    private static String lowerFrom(int first, String text) {
        char[] lower = text.toCharArray();
        for (int i = first; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] += 'a' - 'A';
            }
        }
        return new String(lower);
    }
}
