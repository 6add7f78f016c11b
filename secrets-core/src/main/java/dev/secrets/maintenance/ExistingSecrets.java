package dev.secrets.maintenance;

/** What an import does about names that exist in the store. */
public enum ExistingSecrets {
    /** Refuses the import as a whole, before anything is written. */
    REFUSE,
    /** Leaves the secret of the store as it is. */
    SKIP,
    /** Puts the secret of the bundle in its place; the one before is gone with all its versions. */
    REPLACE
}
