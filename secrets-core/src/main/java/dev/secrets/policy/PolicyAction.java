package dev.secrets.policy;

/**
 * The name of an action with its service prefix, such as {@code secretsmanager:GetSecretValue}. Two that differ in the case of
 * the letters A to Z only are equal (rule M3). Immutable; worth keeping, since a decision then builds no text.
 */
public final class PolicyAction {
    private final String text;
    private final String folded;

    private PolicyAction(String text) {
        this.text = text;
        this.folded = fold(text);
    }

    /** Returns the action of that name, in any case. */
    public static PolicyAction of(String text) {
        return new PolicyAction(text);
    }

    /** Lowers the letters A to Z, and no others: an action with other letters must not come to look like one without. */
    static String fold(String text) {
        char[] lower = text.toCharArray();
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] += 'a' - 'A';
            }
        }
        return new String(lower);
    }

    /** Returns the action as it was given. */
    public String text() {
        return text;
    }

    /** Returns the one spelling that all spellings share. */
    String folded() {
        return folded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyAction that && folded.equals(that.folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
