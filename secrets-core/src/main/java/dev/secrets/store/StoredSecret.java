package dev.secrets.store;

import java.time.Instant;
import java.util.Optional;

/**
 * The record of one secret as a store keeps it: everything but the values. The engine owns every field; a store keeps them and
 * compares {@code secretUid} and {@code revision}.
 *
 * @param name the key of the record
 * @param secretUid the identity of the secret, new at each creation of the name
 * @param revision grows with each change of the secret; a create may carry any, so that copies keep theirs
 * @param dueAt when the engine wants to see the secret again; the one time that a store indexes
 * @param currentVersionId the version whose value {@link SecretStore#find} returns with the record
 * @param metadata everything else, sealed
 */
public record StoredSecret(
        String name,
        String secretUid,
        long revision,
        Optional<Instant> dueAt,
        Optional<String> currentVersionId,
        SealedBytes metadata) {
    /** What the names of records begin with that are no secrets, but something that the library keeps beside them. */
    public static final String RESERVED = "#";

    /** Returns whether this is no secret, but something that the library keeps beside them. */
    public boolean isReserved() {
        return name.startsWith(RESERVED);
    }
}
