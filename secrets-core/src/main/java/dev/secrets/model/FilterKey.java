package dev.secrets.model;

/** What a {@link Filter} looks at (section 9 of the reference). */
public enum FilterKey {
    /** Words of the description: each word of the value begins one of them, whatever the case. */
    DESCRIPTION("description"),
    /** The beginning of the name, case-sensitive. */
    NAME("name"),
    /** The beginning of any tag's key, case-sensitive. */
    TAG_KEY("tag-key"),
    /** The beginning of any tag's value, case-sensitive. */
    TAG_VALUE("tag-value"),
    /** The beginning of the primary's region. */
    PRIMARY_REGION("primary-region"),
    /** The beginning of the managing service's name. */
    OWNING_SERVICE("owning-service"),
    /** Words of name, description, tag keys and tag values together. */
    ALL("all");

    private final String wireName;

    FilterKey(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name on the wire, such as {@code tag-key}. */
    public String wireName() {
        return wireName;
    }
}
