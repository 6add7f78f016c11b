package dev.secrets.model;

import java.util.List;
import java.util.Optional;

/**
 * Secrets found.
 *
 * @param secretList the secrets in the order asked for
 * @param nextToken where the next page begins; absent on the last
 */
public record ListSecretsResponse(List<SecretListEntry> secretList, Optional<String> nextToken) {
    /** Copies the collections. */
    public ListSecretsResponse {
        secretList = Copies.of(secretList);
    }
}
