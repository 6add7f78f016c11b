package dev.secrets.policy;

import java.util.Locale;

/**
 * The name of a fact about a request, such as {@code aws:PrincipalTag/team}. Two keys that differ in case only are equal (rule
 * C3). Immutable; made once per policy, so that a {@link RequestContext} answers without building text.
 */
public final class ConditionKey {
    private final String text;
    private final String folded;
    private final String family;
    private final String member;

    private ConditionKey(String text) {
        this.text = text;
        this.folded = fold(text);
        int slash = text.indexOf('/');
        this.family = slash < 0 ? folded : fold(text.substring(0, slash + 1));
        this.member = text.substring(slash < 0 ? text.length() : slash + 1);
    }

    /** Returns the key of that name, in any case. */
    public static ConditionKey of(String text) {
        return new ConditionKey(text);
    }

    /** Returns the one spelling that all spellings of a key share, whatever the default locale. */
    static String fold(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** Returns the key as the policy spells it. */
    public String text() {
        return text;
    }

    /** Returns the key in lower case. */
    public String folded() {
        return folded;
    }

    /** Returns the key in lower case up to its first slash, the slash included ({@code aws:principaltag/}), or all of it. */
    public String family() {
        return family;
    }

    /** Returns what stands after the first slash, as the policy spells it ({@code team}); empty without a slash. */
    public String member() {
        return member;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConditionKey that && folded.equals(that.folded);
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
