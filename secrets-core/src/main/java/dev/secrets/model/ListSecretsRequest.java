package dev.secrets.model;

import java.util.List;
import java.util.Optional;

/**
 * Asks for the secrets that match filters, in an order.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param includePlannedDeletion whether secrets scheduled for deletion are listed; not when absent
 * @param maxResults how many entries a page may hold, 1 to 100; 100 when absent
 * @param nextToken where the page before left off, as its answer said
 * @param filters at most ten conditions that all must hold
 * @param sortOrder ascending when absent
 * @param sortBy the creation date when absent
 */
public record ListSecretsRequest(
        Optional<Boolean> includePlannedDeletion,
        Optional<Integer> maxResults,
        Optional<String> nextToken,
        Optional<List<Filter>> filters,
        Optional<SortOrder> sortOrder,
        Optional<SortBy> sortBy) {
    /** @throws ValidationException if a member is outside its limits */
    public ListSecretsRequest {
        new Violations()
                .range("maxResults", maxResults, 1, 100)
                .length("nextToken", nextToken, 1, 4096)
                .size("filters", filters, 0, 10)
                .check();
        filters = Copies.of(filters);
    }

    /** Creates a request with only the required members. */
    public ListSecretsRequest() {
        this(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns a copy of this request with {@link #includePlannedDeletion()} set. */
    public ListSecretsRequest includePlannedDeletion(boolean includePlannedDeletion) {
        return new ListSecretsRequest(
                Optional.of(includePlannedDeletion), maxResults, nextToken, filters, sortOrder, sortBy);
    }

    /** Returns a copy of this request with {@link #maxResults()} set. */
    public ListSecretsRequest maxResults(int maxResults) {
        return new ListSecretsRequest(
                includePlannedDeletion, Optional.of(maxResults), nextToken, filters, sortOrder, sortBy);
    }

    /** Returns a copy of this request with {@link #nextToken()} set. */
    public ListSecretsRequest nextToken(String nextToken) {
        return new ListSecretsRequest(
                includePlannedDeletion, maxResults, Optional.of(nextToken), filters, sortOrder, sortBy);
    }

    /** Returns a copy of this request with {@link #filters()} set. */
    public ListSecretsRequest filters(List<Filter> filters) {
        return new ListSecretsRequest(
                includePlannedDeletion, maxResults, nextToken, Optional.of(filters), sortOrder, sortBy);
    }

    /** Returns a copy of this request with {@link #filters()} set. */
    public ListSecretsRequest filters(Filter... filters) {
        return filters(List.of(filters));
    }

    /** Returns a copy of this request with {@link #sortOrder()} set. */
    public ListSecretsRequest sortOrder(SortOrder sortOrder) {
        return new ListSecretsRequest(
                includePlannedDeletion, maxResults, nextToken, filters, Optional.of(sortOrder), sortBy);
    }

    /** Returns a copy of this request with {@link #sortBy()} set. */
    public ListSecretsRequest sortBy(SortBy sortBy) {
        return new ListSecretsRequest(
                includePlannedDeletion, maxResults, nextToken, filters, sortOrder, Optional.of(sortBy));
    }
}
