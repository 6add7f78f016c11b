package dev.secrets.model;

import java.util.Optional;

/**
 * Asks for the versions of a secret.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 * @param maxResults how many entries a page may hold, 1 to 100; 100 when absent
 * @param nextToken where the page before left off, as its answer said
 * @param includeDeprecated whether versions without a staging label are listed; not when absent
 */
public record ListSecretVersionIdsRequest(
        String secretId,
        Optional<Integer> maxResults,
        Optional<String> nextToken,
        Optional<Boolean> includeDeprecated) {
    /** @throws ValidationException if a member is outside its limits */
    public ListSecretVersionIdsRequest {
        new Violations()
                .length("secretId", secretId, 1, 2048)
                .range("maxResults", maxResults, 1, 100)
                .length("nextToken", nextToken, 1, 4096)
                .check();
    }

    /** Creates a request with only the required members. */
    public ListSecretVersionIdsRequest(String secretId) {
        this(secretId, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns a copy of this request with {@link #maxResults()} set. */
    public ListSecretVersionIdsRequest maxResults(int maxResults) {
        return new ListSecretVersionIdsRequest(secretId, Optional.of(maxResults), nextToken, includeDeprecated);
    }

    /** Returns a copy of this request with {@link #nextToken()} set. */
    public ListSecretVersionIdsRequest nextToken(String nextToken) {
        return new ListSecretVersionIdsRequest(secretId, maxResults, Optional.of(nextToken), includeDeprecated);
    }

    /** Returns a copy of this request with {@link #includeDeprecated()} set. */
    public ListSecretVersionIdsRequest includeDeprecated(boolean includeDeprecated) {
        return new ListSecretVersionIdsRequest(secretId, maxResults, nextToken, Optional.of(includeDeprecated));
    }
}
