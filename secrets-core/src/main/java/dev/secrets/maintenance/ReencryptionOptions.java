package dev.secrets.maintenance;

import java.util.Optional;

/**
 * What is re-encrypted. Immutable: the methods return new options.
 *
 * @param sourceKeyId only values under this key; all when absent
 * @param destinationKeyId the key that these values get, and the secrets whose new values were to be under the source; the key that
 *     each has when absent. Needs a source
 * @param startAfter goes on behind the secret of this name; empty for all. An interrupted run need not be told: what is under the
 *     newest key already is passed over anyway, only more slowly
 * @param batchSize after how many secrets the listener is told, at least 1
 */
public record ReencryptionOptions(
        Optional<String> sourceKeyId, Optional<String> destinationKeyId, String startAfter, int batchSize) {
    private static final int DEFAULT_BATCH_SIZE = 100;

    /** @throws IllegalArgumentException if there is a destination without a source, or the batch size is less than 1 */
    public ReencryptionOptions {
        if (destinationKeyId.isPresent() && sourceKeyId.isEmpty()) {
            throw new IllegalArgumentException("A destination key needs a source key");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("Batch size is " + batchSize + "; must be at least 1");
        }
    }

    /** Returns the defaults: everything, each to the newest material of its own key, told after every 100 secrets. */
    public static ReencryptionOptions defaults() {
        return new ReencryptionOptions(Optional.empty(), Optional.empty(), "", DEFAULT_BATCH_SIZE);
    }

    /** Returns these options for values under one key alone. */
    public ReencryptionOptions sourceKeyId(String keyId) {
        return new ReencryptionOptions(Optional.of(keyId), destinationKeyId, startAfter, batchSize);
    }

    /** Returns these options with another key for these values. */
    public ReencryptionOptions destinationKeyId(String keyId) {
        return new ReencryptionOptions(sourceKeyId, Optional.of(keyId), startAfter, batchSize);
    }

    /** Returns these options with another beginning. */
    public ReencryptionOptions startAfter(String name) {
        return new ReencryptionOptions(sourceKeyId, destinationKeyId, name, batchSize);
    }

    /** Returns these options with another batch size. */
    public ReencryptionOptions batchSize(int size) {
        return new ReencryptionOptions(sourceKeyId, destinationKeyId, startAfter, size);
    }
}
