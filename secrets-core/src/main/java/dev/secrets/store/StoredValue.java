package dev.secrets.store;

/**
 * The value of one version as a store keeps it.
 *
 * @param versionId the version, unique within its secret
 * @param sealed the value, sealed
 */
public record StoredValue(String versionId, SealedBytes sealed) {}
