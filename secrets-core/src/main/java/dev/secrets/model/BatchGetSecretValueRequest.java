package dev.secrets.model;

import java.util.List;
import java.util.Optional;

/**
 * Asks for the current values of several secrets: either of a list, or of those that match filters.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param secretIdList 1 to 20 names or ARNs; excludes {@code filters}
 * @param filters at most ten conditions that all must hold
 * @param maxResults how many entries a page may hold, 1 to 20; 20 when absent
 * @param nextToken where the page before left off, as its answer said
 */
public record BatchGetSecretValueRequest(
        Optional<List<String>> secretIdList,
        Optional<List<Filter>> filters,
        Optional<Integer> maxResults,
        Optional<String> nextToken) {
    /** @throws ValidationException if a member is outside its limits */
    public BatchGetSecretValueRequest {
        new Violations()
                .size("secretIdList", secretIdList, 1, 20)
                .items("secretIdList", secretIdList, 1, 2048)
                .size("filters", filters, 0, 10)
                .range("maxResults", maxResults, 1, 20)
                .length("nextToken", nextToken, 1, 4096)
                .check();
        secretIdList = Copies.of(secretIdList);
        filters = Copies.of(filters);
    }

    /** Creates a request with only the required members. */
    public BatchGetSecretValueRequest() {
        this(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns a copy of this request with {@link #secretIdList()} set. */
    public BatchGetSecretValueRequest secretIdList(List<String> secretIdList) {
        return new BatchGetSecretValueRequest(Optional.of(secretIdList), filters, maxResults, nextToken);
    }

    /** Returns a copy of this request with {@link #secretIdList()} set. */
    public BatchGetSecretValueRequest secretIdList(String... secretIdList) {
        return secretIdList(List.of(secretIdList));
    }

    /** Returns a copy of this request with {@link #filters()} set. */
    public BatchGetSecretValueRequest filters(List<Filter> filters) {
        return new BatchGetSecretValueRequest(secretIdList, Optional.of(filters), maxResults, nextToken);
    }

    /** Returns a copy of this request with {@link #filters()} set. */
    public BatchGetSecretValueRequest filters(Filter... filters) {
        return filters(List.of(filters));
    }

    /** Returns a copy of this request with {@link #maxResults()} set. */
    public BatchGetSecretValueRequest maxResults(int maxResults) {
        return new BatchGetSecretValueRequest(secretIdList, filters, Optional.of(maxResults), nextToken);
    }

    /** Returns a copy of this request with {@link #nextToken()} set. */
    public BatchGetSecretValueRequest nextToken(String nextToken) {
        return new BatchGetSecretValueRequest(secretIdList, filters, maxResults, Optional.of(nextToken));
    }
}
