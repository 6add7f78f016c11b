package dev.secrets.listing;

import dev.secrets.model.SortBy;
import dev.secrets.model.SortOrder;
import dev.secrets.state.Secret;
import java.time.LocalDate;
import java.util.Comparator;

/**
 * A place in a list of secrets: what a page token says. It stays valid whatever is created or deleted meanwhile, since it names
 * no secret that must exist (checklist LIST-10).
 *
 * @param key what the list is sorted by, as a number; zero in a list sorted by name
 * @param name settles equal keys
 */
public record ListPosition(long key, String name) {
    /** Returns the place of a secret in a list sorted this way; a secret never read comes before all others (LIST-06). */
    public static ListPosition of(Secret secret, SortBy sortBy) {
        long key = switch (sortBy) {
            case CREATED_DATE -> secret.identity().createdDate().toEpochMilli();
            case LAST_CHANGED_DATE -> secret.lastChangedDate().toEpochMilli();
            case LAST_ACCESSED_DATE ->
                secret.lastAccessedDay().map(LocalDate::toEpochDay).orElse(Long.MIN_VALUE);
            case NAME -> 0;
        };
        return new ListPosition(key, secret.identity().name());
    }

    /** Returns the order of places in a list. */
    public static Comparator<ListPosition> order(SortOrder order) {
        Comparator<ListPosition> ascending =
                Comparator.comparingLong(ListPosition::key).thenComparing(ListPosition::name);
        return order == SortOrder.ASC ? ascending : ascending.reversed();
    }

    /** Returns the place as text. */
    public String encode() {
        return key + " " + name;
    }

    /** Returns the place that a text says; the text comes from {@link #encode}. */
    public static ListPosition decode(String text) {
        int blank = text.indexOf(' ');
        return new ListPosition(Long.parseLong(text.substring(0, blank)), text.substring(blank + 1));
    }
}
