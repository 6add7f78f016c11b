package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.GeneralOperation;
import dev.secrets.engine.Session;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.ListSecretsResponse;
import dev.secrets.model.SecretListEntry;
import dev.secrets.model.SortBy;
import dev.secrets.model.SortOrder;
import java.util.List;
import java.util.Map;

/**
 * Section 4.9.
 *
 * @param request what is asked for
 */
public record ListSecrets(ListSecretsRequest request) implements GeneralOperation<ListSecretsResponse> {
    private static final int DEFAULT_PAGE = 100;

    @Override
    public Action action() {
        return Action.LIST_SECRETS;
    }

    @Override
    public ListSecretsResponse answer(Session session) {
        SecretSearch search = new SecretSearch(
                session,
                "ListSecrets",
                request.filters().orElse(List.of()),
                request.includePlannedDeletion().orElse(false),
                request.sortBy().orElse(SortBy.CREATED_DATE),
                request.sortOrder().orElse(SortOrder.ASC));
        SecretSearch.Page page =
                search.page(request.nextToken(), request.maxResults().orElse(DEFAULT_PAGE));
        List<SecretListEntry> entries = page.secrets().stream()
                .map(found -> SecretListEntry.of(Descriptions.of(found.secret(), found.arn())))
                .toList();
        return new ListSecretsResponse(entries, page.nextToken());
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.none()
                .and("filters", request.filters())
                .and("maxResults", request.maxResults())
                .and("includePlannedDeletion", request.includePlannedDeletion())
                .and("sortBy", request.sortBy().map(SortBy::wireName))
                .and("sortOrder", request.sortOrder().map(SortOrder::wireName))
                .asMap();
    }
}
