package dev.secrets.model;

/** What a list of secrets is ordered by. */
public enum SortBy {
    /** When the secret was created. */
    CREATED_DATE("created-date"),
    /** The day of the last read; a secret never read comes before all others. */
    LAST_ACCESSED_DATE("last-accessed-date"),
    /** The last change of any kind. */
    LAST_CHANGED_DATE("last-changed-date"),
    /** The name, by its characters. */
    NAME("name");

    private final String wireName;

    SortBy(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name on the wire. */
    public String wireName() {
        return wireName;
    }
}
