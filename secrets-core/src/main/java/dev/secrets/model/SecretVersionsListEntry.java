package dev.secrets.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One version of a list.
 *
 * @param versionId the id of the version
 * @param versionStages its staging labels; absent if it has none
 * @param lastAccessedDate the day of the last read, as its first instant in UTC
 * @param createdDate when the version was made
 * @param kmsKeyIds the key of the value; {@code DefaultEncryptionKey} for the default one
 */
public record SecretVersionsListEntry(
        String versionId,
        Optional<List<String>> versionStages,
        Optional<Instant> lastAccessedDate,
        Instant createdDate,
        List<String> kmsKeyIds) {
    /** Copies the collections. */
    public SecretVersionsListEntry {
        versionStages = Copies.of(versionStages);
        kmsKeyIds = Copies.of(kmsKeyIds);
    }
}
