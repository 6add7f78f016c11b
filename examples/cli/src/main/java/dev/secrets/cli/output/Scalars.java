package dev.secrets.cli.output;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells what fits into a cell from what does not, and prints it as the AWS CLI does. */
final class Scalars {
    private Scalars() {}

    static boolean isScalar(@Nullable Object value) {
        return !(value instanceof Map || value instanceof List);
    }

    /** Returns a value as the AWS CLI prints it outside of JSON, which is how Python writes it. */
    static String print(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    /** Returns the names of the members that are scalars in any of the objects, or of those that are not, in order. */
    static SortedSet<String> names(Collection<?> objects, boolean scalar) {
        SortedSet<String> names = new TreeSet<>();
        for (Object object : objects) {
            members(object).forEach((name, value) -> {
                if (isScalar(value) == scalar) {
                    names.add(name);
                }
            });
        }
        return names;
    }

    @SuppressWarnings("unchecked") // all maps are JSON objects, with text as keys
    static Map<String, @Nullable Object> members(@Nullable Object object) {
        return object instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }
}
