package dev.secrets.store.jdbc;

/** What a failure of a database means for the caller. None of them, told by the database itself, has an effect. */
enum FailureKind {
    /** A key exists: an answer more than a failure. */
    DUPLICATE(false, false, "a row of that key exists"),
    /** A deadlock, a serialization failure, a lock that others held too long. */
    RACE(true, true, "too many changes at the same time"),
    /**
     * The connection broke, or H2 its file, or none was to be had. The one kind after which a change may have been made.
     */
    CONNECTION(true, true, "the database can't be reached, or the pool has no connection to give"),
    TIMEOUT(false, true, "a statement took longer than the statement timeout"),
    READ_ONLY(false, false, "the database is read-only: point the data source at the primary, or make it writable"),
    NO_SPACE(false, false, "the database has no space left"),
    NO_TABLES(false, false, "the tables are missing: call createSchema() or run the SQL file for this database"),
    REFUSED(false, false, "the database refuses this user: check the login and the rights on the tables"),
    OTHER(false, false, "the database failed");

    private final boolean worthRepeating;
    private final boolean retryable;
    private final String explanation;

    FailureKind(boolean worthRepeating, boolean retryable, String explanation) {
        this.worthRepeating = worthRepeating;
        this.retryable = retryable;
        this.explanation = explanation;
    }

    /** Returns whether the same may succeed within milliseconds. */
    boolean worthRepeating() {
        return worthRepeating;
    }

    /** Returns whether the same may succeed later without anybody's doing. */
    boolean retryable() {
        return retryable;
    }

    String explanation() {
        return explanation;
    }
}
