package dev.secrets.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is outside the declared limits of a request, in the words of the service's front end (sections 3.1 and 3.2 of
 * the reference), so that one {@link ValidationException} names all of it.
 */
final class Violations {
    static final int MAX_PAYLOAD_BYTES = 65_536;
    private static final String NOT_UNICODE = "Member must be valid Unicode text";
    private static final Pattern ROTATION_TOKEN = Pattern.compile("[a-zA-Z0-9\\-]+");

    private List<ValidationException.Violation> found = List.of();

    Violations required(String path, @Nullable Object value) {
        return value == null ? add(path, "Value null", "Member must not be null") : this;
    }

    Violations length(String path, @Nullable String value, int min, int max) {
        if (value == null) {
            return required(path, null);
        }
        return isUnicode(value)
                ? shown(path, value, outside("length", value.length(), min, max))
                : hidden(path, NOT_UNICODE);
    }

    Violations length(String path, Optional<String> value, int min, int max) {
        return value.isPresent() ? length(path, value.get(), min, max) : this;
    }

    Violations range(String path, Optional<? extends Number> value, long min, long max) {
        if (value.isEmpty()) {
            return this;
        }
        long number = value.get().longValue();
        return shown(path, number, outside("value", number, min, max));
    }

    /** Checks the length of a list; one that is missing is for {@link #required} to tell. */
    Violations size(String path, @Nullable Collection<?> value, int min, int max) {
        return value == null ? this : shown(path, value, outside("length", value.size(), min, max));
    }

    Violations size(String path, Optional<? extends Collection<?>> value, int min, int max) {
        return value.isPresent() ? size(path, value.get(), min, max) : this;
    }

    /** Checks the length of each item of a list of texts; a list that is missing is for {@link #required} to tell. */
    Violations items(String path, @Nullable List<String> value, int min, int max) {
        return items(path, value, item -> isWithin(item, min, max), () -> bounds(min, max));
    }

    /** Checks length and characters of each item of a list of texts, both of which are told whichever is wrong. */
    Violations items(String path, @Nullable List<String> value, int min, int max, Pattern pattern) {
        return items(
                path,
                value,
                item -> isWithin(item, min, max) && pattern.matcher(item).matches(),
                () -> bounds(min, max) + ", " + regular(pattern));
    }

    private Violations items(
            String path, @Nullable List<String> value, Predicate<String> legal, Supplier<String> constraints) {
        if (value == null) {
            return this;
        }
        if (!value.stream().allMatch(Violations::isUnicode)) {
            return hidden(path, NOT_UNICODE);
        }
        return value.stream().allMatch(legal)
                ? this
                : shown(path, value, "Member must satisfy constraint: [" + constraints.get() + "]");
    }

    private static boolean isWithin(String item, int min, int max) {
        return item.length() >= min && item.length() <= max;
    }

    private static String bounds(int min, int max) {
        return atMost("length", max) + ", " + atLeast("length", min);
    }

    Violations items(String path, Optional<List<String>> value, int min, int max) {
        return value.isPresent() ? items(path, value.get(), min, max) : this;
    }

    Violations matches(String path, String value, Pattern pattern) {
        return pattern.matcher(value).matches() ? this : shown(path, value, regular(pattern));
    }

    /** Checks a secret value; its text is measured in UTF-8 (checklist VALID-08) and never told. */
    Violations payload(String path, Optional<SecretValue> value, SecretValue.Kind kind) {
        if (value.isEmpty()) {
            return this;
        }
        if (value.get().kind() != kind) {
            throw new InvalidParameterException(path + " takes a value of kind " + kind + ".");
        }
        return hidden(path, outside("length", value.get().length(), 1, MAX_PAYLOAD_BYTES));
    }

    Violations rotationToken(String path, Optional<SecretValue> token) {
        if (token.isEmpty()) {
            return this;
        }
        hidden(path, outside("length", token.get().length(), 36, 256));
        return isRotationToken(token.get()) ? this : hidden(path, regular(ROTATION_TOKEN));
    }

    private static boolean isRotationToken(SecretValue token) {
        Predicate<String> allowed = ROTATION_TOKEN.asMatchPredicate();
        return allowed.test(new String(token.reveal(), StandardCharsets.UTF_8));
    }

    /** Half of a surrogate pair can't be written as UTF-8: it would be kept as another text than the caller's. */
    private static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    /** Returns the constraint that a measure violates; null, without having made anything, if it does not. */
    private static @Nullable String outside(String measure, long actual, long min, long max) {
        if (actual > max) {
            return atMost(measure, max);
        }
        return actual < min ? atLeast(measure, min) : null;
    }

    private Violations shown(String path, Object value, @Nullable String violated) {
        return violated == null ? this : add(path, "Value '" + value + "'", violated);
    }

    /** What may be secret, or can't be printed, is not told. */
    private Violations hidden(String path, @Nullable String violated) {
        return violated == null ? this : add(path, "Value", violated);
    }

    private Violations add(String path, String subject, String constraint) {
        if (found.isEmpty()) {
            found = new ArrayList<>(); // mostly there is none, and every request asks
        }
        found.add(new ValidationException.Violation(path, subject, constraint));
        return this;
    }

    private static String atMost(String measure, long max) {
        return "Member must have " + measure + " less than or equal to " + max;
    }

    private static String atLeast(String measure, long min) {
        return "Member must have " + measure + " greater than or equal to " + min;
    }

    private static String regular(Pattern pattern) {
        return "Member must satisfy regular expression pattern: " + pattern.pattern();
    }

    void check() {
        if (!found.isEmpty()) {
            throw new ValidationException(found);
        }
    }
}
