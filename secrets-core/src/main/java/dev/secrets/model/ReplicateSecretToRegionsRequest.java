package dev.secrets.model;

import java.util.List;
import java.util.Optional;

/**
 * Asks to copy a secret to more regions.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 * @param addReplicaRegions regions to copy the secret to, at least one
 * @param forceOverwriteReplicaSecret whether a secret of the same name in a replica region is overwritten; not when absent
 */
public record ReplicateSecretToRegionsRequest(
        String secretId, List<ReplicaRegionType> addReplicaRegions, Optional<Boolean> forceOverwriteReplicaSecret) {
    /** @throws ValidationException if a member is outside its limits */
    public ReplicateSecretToRegionsRequest {
        new Violations()
                .length("secretId", secretId, 1, 2048)
                .required("addReplicaRegions", addReplicaRegions)
                .size("addReplicaRegions", addReplicaRegions, 1, Integer.MAX_VALUE)
                .check();
        addReplicaRegions = Copies.of(addReplicaRegions);
    }

    /** Creates a request with only the required members. */
    public ReplicateSecretToRegionsRequest(String secretId, List<ReplicaRegionType> addReplicaRegions) {
        this(secretId, addReplicaRegions, Optional.empty());
    }

    /** Returns a copy of this request with {@link #forceOverwriteReplicaSecret()} set. */
    public ReplicateSecretToRegionsRequest forceOverwriteReplicaSecret(boolean forceOverwriteReplicaSecret) {
        return new ReplicateSecretToRegionsRequest(
                secretId, addReplicaRegions, Optional.of(forceOverwriteReplicaSecret));
    }
}
