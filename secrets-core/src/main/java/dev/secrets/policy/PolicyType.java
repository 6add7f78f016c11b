package dev.secrets.policy;

/** What a policy is attached to; it decides which elements it may have and what it can grant. */
public enum PolicyType {
    /** Attached to a principal; grants to it. At most 10,240 characters without white space, as all inline policies of a role together. */
    IDENTITY("identity-based policy", 10_240, false),
    /** Attached to a resource; names whom it grants to. At most 20,480 characters as sent. */
    RESOURCE("resource-based policy", 20_480, true),
    /** Attached to a principal as its permissions boundary; grants nothing, caps what identity policies grant. At most 6,144 characters without white space. */
    BOUNDARY("permissions boundary", 6_144, false),
    /** Given to a session; grants nothing, caps the session. At most 2,048 characters as sent. */
    SESSION("session policy", 2_048, true);

    /** No document is longer than this, white space included; what is longer is not read. */
    static final int MAX_TEXT_LENGTH = 65_536;

    private final String words;
    private final int maxLength;
    private final boolean countsWhiteSpace;

    PolicyType(String words, int maxLength, boolean countsWhiteSpace) {
        this.words = words;
        this.maxLength = maxLength;
        this.countsWhiteSpace = countsWhiteSpace;
    }

    /** Returns the name that AWS's messages use, such as {@code identity-based policy}. */
    public String words() {
        return words;
    }

    /** Whether the grammar wants Principal or NotPrincipal in each statement, or forbids both (rule G10). */
    boolean namesPrincipals() {
        return this == RESOURCE;
    }

    int maxLength() {
        return maxLength;
    }

    /** Whether white space counts for the limit (rule L1). */
    boolean countsWhiteSpace() {
        return countsWhiteSpace;
    }
}
