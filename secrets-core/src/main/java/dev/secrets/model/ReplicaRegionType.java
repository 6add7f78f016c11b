package dev.secrets.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A region to copy a secret to.
 *
 * @param region such as {@code eu-west-1}
 * @param kmsKeyId the key of the copy; the default key of the region when absent
 */
public record ReplicaRegionType(String region, Optional<String> kmsKeyId) {
    static final Pattern REGION = Pattern.compile("^([a-z]+-)+\\d+$");

    /** @throws ValidationException if a member is outside its limits */
    public ReplicaRegionType {
        new Violations().length("region", region, 1, 128).check();
        new Violations()
                .matches("region", region, REGION)
                .length("kmsKeyId", kmsKeyId, 0, 2048)
                .check();
    }

    /** Names a region whose copy is under the region's default key. */
    public ReplicaRegionType(String region) {
        this(region, Optional.empty());
    }

    /** Returns the same region with the key of the copy. */
    public ReplicaRegionType kmsKeyId(String kmsKeyId) {
        return new ReplicaRegionType(region, Optional.of(kmsKeyId));
    }
}
