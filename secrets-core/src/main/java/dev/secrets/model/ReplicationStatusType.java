package dev.secrets.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The state of one replica.
 *
 * @param region where it is
 * @param kmsKeyId its key
 * @param status how far the copy is
 * @param statusMessage why it failed
 * @param lastAccessedDate the day of the last read there
 */
public record ReplicationStatusType(
        String region,
        Optional<String> kmsKeyId,
        StatusType status,
        Optional<String> statusMessage,
        Optional<Instant> lastAccessedDate) {}
