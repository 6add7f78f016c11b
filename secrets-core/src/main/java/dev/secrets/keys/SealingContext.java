package dev.secrets.keys;

import dev.secrets.model.SecretValue;
import java.time.Instant;
import java.util.Optional;

/** Where sealed bytes belong: it chooses the key and goes into the associated data, so that they open nowhere else. */
public sealed interface SealingContext {
    /**
     * The value of one version. Staging labels are not part of it: they move without sealing the value again.
     *
     * @param secretUid the secret
     * @param versionId the version
     * @param kind text or bytes
     * @param kmsKeyId the key that the value is under
     */
    record Value(String secretUid, String versionId, SecretValue.Kind kind, String kmsKeyId)
            implements SealingContext {}

    /**
     * The metadata of one revision of a secret.
     *
     * @param name the name
     * @param secretUid the secret
     * @param revision the revision
     * @param dueAt as in the stored record
     * @param currentVersionId as in the stored record
     */
    record Metadata(
            String name, String secretUid, long revision, Optional<Instant> dueAt, Optional<String> currentVersionId)
            implements SealingContext {}

    /**
     * A page token.
     *
     * @param query what the token goes on with: operation and filters
     */
    record PageToken(String query) implements SealingContext {}
}
