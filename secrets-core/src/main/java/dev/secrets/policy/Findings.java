package dev.secrets.policy;

import dev.secrets.policy.Finding.Category;
import java.util.ArrayList;
import java.util.List;

/** Collects what is found in one document, in order, up to a bound. Used by one thread. */
final class Findings {
    /** More than a person reads; a hostile document must not make a long answer. */
    private static final int MAX_FINDINGS = 100;

    /** The longest piece of a document that a message quotes. */
    private static final int MAX_QUOTE = 60;

    private final List<Finding> all = new ArrayList<>();
    private final boolean[] seen = new boolean[Category.values().length];

    void error(String code, Place where, String problem) {
        add(Category.ERROR, code, where, problem);
    }

    void warning(String code, Place where, String problem) {
        add(Category.WARNING, code, where, problem);
    }

    void suggestion(String code, Place where, String problem) {
        add(Category.SUGGESTION, code, where, problem);
    }

    void add(Category category, String code, Place where, String problem) {
        add(new Finding(category, code, where.toString(), problem));
    }

    void add(Finding finding) {
        seen[finding.category().ordinal()] = true;
        if (all.size() < MAX_FINDINGS) {
            all.add(finding);
        }
    }

    /** Throws what was found if something is an error; the others follow once the errors are mended. */
    void throwErrors() {
        if (seen[Category.ERROR.ordinal()]) {
            throw new PolicySyntaxException(errors());
        }
    }

    private List<Finding> errors() {
        List<Finding> errors = all.stream()
                .filter(finding -> finding.category() == Category.ERROR)
                .toList();
        return errors.isEmpty()
                ? List.of(new Finding(
                        Category.ERROR, "TOO_MANY_FINDINGS", "", "The document has too many problems to list"))
                : errors;
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    /** Quotes a piece of the document: short, and without control characters. */
    static String quote(String text) {
        String piece = text.length() <= MAX_QUOTE ? text : text.substring(0, MAX_QUOTE) + "...";
        return '"' + piece.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?") + '"';
    }
}
