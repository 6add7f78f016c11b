package dev.secrets.replication;

/** Why a copy could not be made, as StatusMessage says it: nothing in it comes from a store or a key. */
enum Failure {
    /** The region's store, or this one's, did not do what it was asked for: down, slow beyond its time-out, read-only, full. */
    UNREACHABLE("The region's store is not available. Replication is tried again."),
    /** The name belongs to another secret. */
    NAME_TAKEN("Secret with this name already exists in this region"),
    /** The name belongs to a primary, whose replicas would be left behind. */
    HAS_REPLICAS("Secret with this name already exists in this region, and has replicas of its own"),
    /** The primary was put back to an older state, say from a backup. */
    REPLICA_IS_NEWER(
            "The replica has a newer state than the primary. To give it up, replicate with ForceOverwriteReplicaSecret."),
    /** What the region had was promoted and deleted there, which nobody here has heard of, or its store has lost it. */
    REPLICA_IS_GONE(
            "The replica is not there any more: it was promoted and deleted, or lost. To have it made anew, replicate to"
                    + " the region again."),
    /** The region's key manager refuses the key. */
    KEY("The key of the replica can't be used."),
    /** A record or value does not open. */
    UNREADABLE("The secret, or the one in the region, can't be decrypted.");

    private final String message;

    Failure(String message) {
        this.message = message;
    }

    String message() {
        return message;
    }
}
