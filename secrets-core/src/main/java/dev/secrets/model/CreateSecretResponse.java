package dev.secrets.model;

import java.util.List;
import java.util.Optional;

/**
 * The secret made.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 * @param versionId the id of the version made; absent if none was
 * @param replicationStatus the state of each replica, of a replicated secret
 */
public record CreateSecretResponse(
        String arn, String name, Optional<String> versionId, Optional<List<ReplicationStatusType>> replicationStatus) {
    /** Copies the collections. */
    public CreateSecretResponse {
        replicationStatus = Copies.of(replicationStatus);
    }
}
