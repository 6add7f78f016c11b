package dev.secrets.model;

/** How far the copy of a secret in another region is (section 16 of the reference). */
public enum StatusType {
    /** The replica has all that the primary has. */
    IN_SYNC("InSync"),
    /** The copy could not be made; the message says why. */
    FAILED("Failed"),
    /** The copy is being made. */
    IN_PROGRESS("InProgress");

    private final String wireName;

    StatusType(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name on the wire, such as {@code InSync}. */
    public String wireName() {
        return wireName;
    }
}
