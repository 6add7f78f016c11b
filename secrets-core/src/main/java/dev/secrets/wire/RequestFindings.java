package dev.secrets.wire;

import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.ValidationException;
import dev.secrets.model.ValidationException.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one request, collected while it is decoded, so that one {@link ValidationException} names all of it in the
 * order of the members (checklist VALID-02), whoever found it: the decoder, a nested record or the request itself.
 *
 * <p>A list that misses a bad item was never seen whole by the request's record. What the record says of such a list as a whole
 * is therefore dropped: its items are told first.
 */
final class RequestFindings {
    private final List<Violation> violations = new ArrayList<>(0);
    private final Set<String> incompleteLists = new HashSet<>(0);
    private @Nullable InvalidParameterException refusal;

    void add(String path, String subject, String constraint) {
        violations.add(new Violation(path, subject, constraint));
    }

    /** Notes that the list at the path misses an item that is bad. */
    void incomplete(String listPath) {
        incompleteLists.add(listPath);
    }

    /** Returns what the decoding makes; empty if it refused, which is kept as seen from the enclosing path. */
    <T> Optional<T> attempt(String enclosing, Supplier<T> decoding) {
        try {
            return Optional.of(decoding.get());
        } catch (ValidationException refused) {
            refused.violations()
                    .forEach(found -> violations.add(enclosing.isEmpty() ? found : found.inside(enclosing)));
        } catch (InvalidParameterException refused) {
            refusal = refusal == null ? refused : refusal;
        }
        return Optional.empty();
    }

    /**
     * Returns normally if nothing was found.
     *
     * @param request has the members in the order in which to tell
     * @throws ValidationException if a member is outside its limits
     * @throws InvalidParameterException if all are within, and a nested record refused for another reason
     */
    void check(Shape.Structure request) {
        violations.removeIf(found -> incompleteLists.contains(found.path()));
        if (!violations.isEmpty()) {
            List<String> order = request.members().stream()
                    .map(member -> Members.path("", member.name()))
                    .toList();
            violations.sort(Comparator.comparingInt(found -> order.indexOf(firstMember(found.path()))));
            throw new ValidationException(violations);
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    private static String firstMember(String path) {
        int end = path.indexOf('.');
        return end < 0 ? path : path.substring(0, end);
    }
}
