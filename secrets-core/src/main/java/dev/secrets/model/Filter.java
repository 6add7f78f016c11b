package dev.secrets.model;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One condition on the secrets of a list (section 9 of the reference). It holds when one of the values matches; a value that
 * begins with {@code !} matches what the rest does not.
 *
 * @param key what is looked at
 * @param values one to ten values of at most 512 letters, digits, blanks and {@code :_@/+=.-!}
 */
public record Filter(FilterKey key, List<String> values) {
    private static final Pattern VALUE = Pattern.compile("^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$");

    /**
     * @throws InvalidParameterException if the key or the values are missing (checklist FILT-22)
     * @throws ValidationException if a value is outside its limits
     */
    public Filter {
        if (key == null) {
            throw new InvalidParameterException("Invalid filter key");
        }
        if (values == null || values.isEmpty()) {
            throw new InvalidParameterException("Invalid filter values for key: " + key.wireName());
        }
        values = List.copyOf(values);
        new Violations()
                .size("values", values, 1, 10)
                .items("values", values, 0, 512, VALUE)
                .check();
    }

    /** Looks for any of the values. */
    public Filter(FilterKey key, String... values) {
        this(key, List.of(values));
    }

    /** Returns the filter by the names of the wire, as a refusal shows it. */
    @Override
    public String toString() {
        return "Filter(key=" + key.wireName() + ", values=" + values + ")";
    }
}
