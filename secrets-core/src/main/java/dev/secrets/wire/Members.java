package dev.secrets.wire;

import dev.secrets.model.SecretValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The members of one structure of a request, as a decoder asks for them. Each was read by its declared {@link Shape}, so asking
 * for it as something else is a mistake in this package, not in the request.
 */
final class Members {
    private final String path;
    private final Map<String, Object> values;
    private final RequestFindings findings;

    /**
     * @param path where the structure is, such as {@code tags.1.member}; empty for the request itself
     * @param values the values of those members that are there
     * @param findings where to say what is wrong
     */
    Members(String path, Map<String, Object> values, RequestFindings findings) {
        this.path = path;
        this.values = values;
        this.findings = findings;
    }

    /** Returns the path of a member: as on the wire, but beginning in lower case. */
    static String path(String enclosing, String member) {
        String own = member.substring(0, 1).toLowerCase(Locale.ROOT) + member.substring(1);
        return enclosing.isEmpty() ? own : enclosing + "." + own;
    }

    Optional<String> text(String member) {
        return value(member, String.class);
    }

    Optional<SecretValue> secret(String member) {
        return value(member, SecretValue.class);
    }

    Optional<Integer> integer(String member) {
        return value(member, Integer.class);
    }

    Optional<Long> whole(String member) {
        return value(member, Long.class);
    }

    Optional<Boolean> flag(String member) {
        return value(member, Boolean.class);
    }

    Optional<List<String>> texts(String member) {
        return items(member, String.class);
    }

    /**
     * Returns the constant with the text. A text that none has is a violation; the first constant then stands in, so that the
     * members beside it are still checked.
     */
    <E> Optional<E> choice(String member, E[] constants, Function<E, String> wireName) {
        return text(member)
                .map(text -> Stream.of(constants)
                        .filter(constant -> wireName.apply(constant).equals(text))
                        .findFirst()
                        .orElseGet(() -> unknown(member, text, constants, wireName)));
    }

    private <E> E unknown(String member, String text, E[] constants, Function<E, String> wireName) {
        List<String> legal = Stream.of(constants).map(wireName).toList();
        findings.add(path(path, member), "Value '" + text + "'", "Member must satisfy enum value set: " + legal);
        return constants[0];
    }

    <T> Optional<T> structure(String member, Function<Members, T> decoder) {
        return value(member, Members.class).flatMap(nested -> nested.as(decoder));
    }

    /** Returns the structures of a list as the decoder makes them; those that it refuses are left out, and found. */
    <T> Optional<List<T>> structures(String member, Function<Members, T> decoder) {
        Optional<List<Members>> items = items(member, Members.class);
        return items.map(nested -> decodeAll(path(path, member), nested, decoder));
    }

    private <T> List<T> decodeAll(String listPath, List<Members> items, Function<Members, T> decoder) {
        List<T> decoded = new ArrayList<>(items.size());
        items.forEach(item -> item.as(decoder).ifPresentOrElse(decoded::add, () -> findings.incomplete(listPath)));
        return decoded;
    }

    /** Returns what the decoder makes of this structure; empty if it refused. */
    private <T> Optional<T> as(Function<Members, T> decoder) {
        return findings.attempt(path, () -> decoder.apply(this));
    }

    /**
     * Returns the request that the decoder makes of this structure.
     *
     * @throws dev.secrets.model.ValidationException if a member is outside its limits
     * @throws dev.secrets.model.InvalidParameterException if all are within, and a nested record refused for another reason
     */
    <T> T asRequest(Shape.Structure shape, Function<Members, T> decoder) {
        Optional<T> request = as(decoder);
        findings.check(shape);
        return request.orElseThrow();
    }

    /** Returns the value, or null if it is missing: the request's record then names it among all else that is wrong. */
    @SuppressWarnings("NullAway") // The records check for null and let no missing member past.
    static <T> T required(Optional<T> value) {
        return value.orElse(null);
    }

    private <T> Optional<List<T>> items(String member, Class<T> type) {
        return value(member, List.class)
                .map(list -> ((List<?>) list).stream().map(type::cast).toList());
    }

    private <T> Optional<T> value(String member, Class<T> type) {
        return Optional.ofNullable(values.get(member)).map(type::cast);
    }
}
