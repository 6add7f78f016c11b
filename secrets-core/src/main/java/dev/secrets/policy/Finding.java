package dev.secrets.policy;

/**
 * Something about a policy document that its author should know.
 *
 * @param category how much it matters; only an {@link Category#ERROR} stops a document from being accepted
 * @param code a stable name of the kind of finding, such as {@code DUPLICATE_KEY}
 * @param where the place in the document, such as {@code Statement[0].Condition.StringEquals}; empty for the document as a whole
 * @param problem what is wrong and what is expected, in words; quotes at most a short piece of the document
 */
public record Finding(Category category, String code, String where, String problem) {
    /** How much a finding matters, from hard to soft. */
    public enum Category {
        /** The document is not a policy, or one that could not be evaluated as its author means. */
        ERROR,
        /** The document lets in more than its author is likely to mean. */
        SECURITY_WARNING,
        /** The document may not do what its author means. */
        WARNING,
        /** The document could be simpler. */
        SUGGESTION
    }

    @Override
    public String toString() {
        return (where.isEmpty() ? "" : where + ": ") + problem;
    }
}
