package dev.secrets.model;

import java.util.List;
import java.util.Optional;

/**
 * Versions of a secret.
 *
 * @param versions the versions, oldest first
 * @param nextToken where the next page begins; absent on the last
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 */
public record ListSecretVersionIdsResponse(
        List<SecretVersionsListEntry> versions, Optional<String> nextToken, String arn, String name) {
    /** Copies the collections. */
    public ListSecretVersionIdsResponse {
        versions = Copies.of(versions);
    }
}
