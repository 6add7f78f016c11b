package dev.secrets.cli.rotators;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The members of one entry of the rotators file. Each is there to be read: one that nobody asks for is a mistake. */
final class RotatorEntry {
    private static final int DEFAULT_SECONDS = 30;

    private final Map<String, @Nullable Object> unread = new LinkedHashMap<>();
    private final Duration timeout;

    /** @param members as they were read */
    RotatorEntry(Map<?, ?> members) {
        members.forEach((name, value) -> unread.put((String) name, value));
        this.timeout = Duration.ofSeconds(number("timeoutSeconds", DEFAULT_SECONDS));
    }

    Duration timeout() {
        return timeout;
    }

    boolean has(String member) {
        return unread.containsKey(member);
    }

    /** @throws IllegalArgumentException if the member is missing or no text */
    String text(String member) {
        return optionalText(member).orElseThrow(() -> new IllegalArgumentException(member + " is missing"));
    }

    /** @throws IllegalArgumentException if the member is no text */
    Optional<String> optionalText(String member) {
        return Optional.ofNullable(unread.remove(member)).map(value -> text(member, value));
    }

    /** @throws IllegalArgumentException if the member is no list of texts, or an empty one */
    List<String> texts(String member) {
        if (unread.remove(member) instanceof List<?> values && !values.isEmpty()) {
            return values.stream().map(value -> text(member, value)).toList();
        }
        throw new IllegalArgumentException(member + " must be a list of texts");
    }

    /** @throws IllegalArgumentException if the member is no object whose members are texts */
    Map<String, String> textMap(String member) {
        Object values = unread.remove(member);
        Map<String, String> texts = new LinkedHashMap<>();
        if (values instanceof Map<?, ?> members) {
            members.forEach((name, value) -> texts.put((String) name, text(member, value)));
        } else if (values != null) {
            throw new IllegalArgumentException(member + " must be an object");
        }
        return texts;
    }

    private static String text(String member, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(member + " must be text");
    }

    /** @throws IllegalArgumentException if the member is no whole number */
    int number(String member, int otherwise) {
        Object value = unread.remove(member);
        if (value == null) {
            return otherwise;
        }
        try {
            return ((BigDecimal) value).intValueExact();
        } catch (ArithmeticException | ClassCastException other) {
            throw new IllegalArgumentException(member + " must be a whole number", other);
        }
    }

    /** @throws IllegalArgumentException if members are left that nobody asked for */
    void requireAllRead() {
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException("unknown members " + new TreeSet<>(unread.keySet()));
        }
    }
}
