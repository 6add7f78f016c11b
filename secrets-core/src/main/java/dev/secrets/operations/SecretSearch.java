package dev.secrets.operations;

import dev.secrets.engine.Session;
import dev.secrets.listing.ListPosition;
import dev.secrets.listing.PageCollector;
import dev.secrets.listing.SecretFilters;
import dev.secrets.model.Filter;
import dev.secrets.model.SortBy;
import dev.secrets.model.SortOrder;
import dev.secrets.state.NameRange;
import dev.secrets.state.Secret;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A search for secrets, a page at a time, which keeps no more than the page. Looks at the secrets whose names can match alone; of
 * these, at all for each page, unless they are sorted by name, which is the order in which stores have them.
 */
final class SecretSearch {
    private final Session session;
    private final List<NameRange> ranges;
    private final Predicate<Secret> filter;
    private final SortBy sortBy;
    private final SortOrder sortOrder;
    private final PageTokens tokens;

    record Found(Secret secret, String arn) {}

    record Page(List<Found> secrets, Optional<String> nextToken) {}

    SecretSearch(
            Session session,
            String operation,
            List<Filter> filters,
            boolean includePlannedDeletion,
            SortBy sortBy,
            SortOrder sortOrder) {
        this.session = session;
        this.sortBy = sortBy;
        this.sortOrder = sortOrder;
        Predicate<Secret> listed =
                secret -> includePlannedDeletion || secret.deletionDate().isEmpty();
        this.filter = listed.and(SecretFilters.allOf(filters));
        this.ranges = SecretFilters.ranges(filters);
        this.tokens = new PageTokens(
                session.keys(), operation, includePlannedDeletion + " " + sortBy + " " + sortOrder + " " + filters);
    }

    Page page(Optional<String> token, int size) {
        Optional<ListPosition> after = tokens.open(token).map(ListPosition::decode);
        PageCollector<Found, ListPosition> collector = new PageCollector<>(
                found -> ListPosition.of(found.secret(), sortBy), ListPosition.order(sortOrder), after, size);
        boolean inOrder = sortBy == SortBy.NAME && sortOrder == SortOrder.ASC;
        for (NameRange range : ranges) {
            NameRange rest =
                    inOrder ? after.map(place -> range.after(place.name())).orElse(range) : range;
            session.forEachSecretWhile(rest, (secret, arn) -> {
                if (filter.test(secret)) {
                    collector.offer(new Found(secret, arn));
                }
                return !(inOrder && collector.isFull());
            });
        }
        return new Page(collector.page(), tokens.seal(collector.next().map(ListPosition::encode)));
    }
}
