package dev.secrets.listing;

import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.Tag;
import dev.secrets.state.NameRange;
import dev.secrets.state.Secret;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides which secrets match filters: all filters must hold, of the values of one filter any (checklist FILT-01 to FILT-22). A
 * value that begins with {@code !} matches what the rest of it does not, so also a secret that lacks the attribute.
 */
public final class SecretFilters {
    private SecretFilters() {}

    /** Returns the condition that all filters together are. */
    public static Predicate<Secret> allOf(List<Filter> filters) {
        return filters.stream().map(SecretFilters::anyValueOf).reduce(secret -> true, Predicate::and);
    }

    /** Returns ranges, in order and apart, outside of which no name matches. */
    public static List<NameRange> ranges(List<Filter> filters) {
        return filters.stream()
                .filter(filter -> filter.key() == FilterKey.NAME)
                .map(Filter::values)
                .filter(values -> values.stream().noneMatch(SecretFilters::isNegative))
                .findFirst()
                .map(SecretFilters::shortestPrefixes)
                .orElse(List.of(NameRange.ALL));
    }

    private static List<NameRange> shortestPrefixes(List<String> prefixes) {
        return prefixes.stream()
                .distinct()
                .filter(prefix ->
                        prefixes.stream().noneMatch(other -> !other.equals(prefix) && prefix.startsWith(other)))
                .sorted()
                .map(NameRange::beginningWith)
                .toList();
    }

    private static boolean isNegative(String value) {
        return value.startsWith("!");
    }

    private static Predicate<Secret> anyValueOf(Filter filter) {
        return filter.values().stream().map(value -> matcher(filter, value)).reduce(secret -> false, Predicate::or);
    }

    private static Predicate<Secret> matcher(Filter filter, String value) {
        return isNegative(value) ? positive(filter, value.substring(1)).negate() : positive(filter, value);
    }

    private static Predicate<Secret> positive(Filter filter, String value) {
        return switch (filter.key()) {
            case NAME -> secret -> secret.identity().name().startsWith(value);
            case DESCRIPTION -> words(value, secret -> secret.settings().description().stream());
            case TAG_KEY -> secret -> tags(secret).map(Tag::key).anyMatch(key -> key.startsWith(value));
            case TAG_VALUE -> secret -> tags(secret).map(Tag::value).anyMatch(text -> text.startsWith(value));
            case OWNING_SERVICE -> secret -> startsWith(secret.settings().owningService(), value);
            case PRIMARY_REGION -> secret -> startsWith(secret.primaryRegion(), value);
            case ALL -> words(value, SecretFilters::searchable);
        };
    }

    private static boolean startsWith(Optional<String> attribute, String value) {
        return attribute.filter(text -> text.startsWith(value)).isPresent();
    }

    private static Stream<Tag> tags(Secret secret) {
        return secret.settings().tags().stream().flatMap(List::stream);
    }

    private static Stream<String> searchable(Secret secret) {
        return Stream.of(
                        Stream.of(secret.identity().name()),
                        secret.settings().description().stream(),
                        tags(secret).flatMap(tag -> Stream.of(tag.key(), tag.value())))
                .flatMap(texts -> texts);
    }

    /** Every word asked for begins some word of the attributes, in any order; no words at all match nothing. */
    private static Predicate<Secret> words(String value, Attributes attributes) {
        List<String> wanted = Words.of(value);
        return secret -> {
            List<String> present = attributes
                    .of(secret)
                    .flatMap(text -> Words.of(text).stream())
                    .toList();
            return !wanted.isEmpty()
                    && wanted.stream().allMatch(word -> present.stream().anyMatch(p -> p.startsWith(word)));
        };
    }

    @FunctionalInterface
    private interface Attributes {
        Stream<String> of(Secret secret);
    }
}
