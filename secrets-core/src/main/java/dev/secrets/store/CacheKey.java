package dev.secrets.store;

import java.util.Optional;

/**
 * What is kept under one key of a {@link ReadingCache}: the record of a name with its current value, or the value of a version.
 *
 * @param name the name of the secret
 * @param versionId the version; absent for the record
 */
record CacheKey(String name, Optional<String> versionId) {
    static CacheKey ofRecord(String name) {
        return new CacheKey(name, Optional.empty());
    }

    static CacheKey ofValue(String name, String versionId) {
        return new CacheKey(name, Optional.of(versionId));
    }
}
