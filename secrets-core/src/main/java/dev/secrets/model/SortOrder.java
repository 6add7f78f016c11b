package dev.secrets.model;

/** The direction of a list. */
public enum SortOrder {
    /** Smallest or earliest first. */
    ASC("asc"),
    /** Largest or latest first. */
    DESC("desc");

    private final String wireName;

    SortOrder(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name on the wire. */
    public String wireName() {
        return wireName;
    }
}
