package dev.secrets.cli.json;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain values as JSON: on one line for programs, or as the AWS CLI prints it, indented by four blanks. */
public final class JsonWriting {
    private final StringBuilder out = new StringBuilder();
    private final boolean indented;

    private JsonWriting(boolean indented) {
        this.indented = indented;
    }

    /** Returns the value on one line, without blanks. */
    public static String compact(@Nullable Object value) {
        return new JsonWriting(false).write(value, 0).out.toString();
    }

    /** Returns the value as the AWS CLI prints it; no line feed at the end. */
    public static String indented(@Nullable Object value) {
        return new JsonWriting(true).write(value, 0).out.toString();
    }

    private JsonWriting write(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            list('{', map.entrySet().iterator(), depth, '}', entry -> member(entry, depth + 1));
        } else if (value instanceof List<?> list) {
            list('[', list.iterator(), depth, ']', item -> write(item, depth + 1));
        } else if (value instanceof String text) {
            quote(text);
        } else if (value instanceof BigDecimal number) {
            out.append(number.toPlainString());
        } else {
            out.append(value);
        }
        return this;
    }

    private void member(Map.Entry<?, ?> entry, int depth) {
        quote(String.valueOf(entry.getKey()));
        out.append(indented ? ": " : ":");
        write(entry.getValue(), depth);
    }

    private <T> void list(char open, Iterator<T> items, int depth, char close, java.util.function.Consumer<T> writer) {
        out.append(open);
        boolean empty = !items.hasNext();
        while (items.hasNext()) {
            newLine(depth + 1);
            writer.accept(items.next());
            out.append(items.hasNext() ? "," : "");
        }
        if (!empty) {
            newLine(depth);
        }
        out.append(close);
    }

    private void newLine(int depth) {
        if (indented) {
            out.append('\n').append("    ".repeat(depth));
        }
    }

    private void quote(String text) {
        out.append('"');
        text.chars().forEach(this::escape);
        out.append('"');
    }

    private void escape(int character) {
        switch (character) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> {
                if (character < ' ') {
                    out.append(String.format("\\u%04x", character));
                } else {
                    out.append((char) character);
                }
            }
        }
    }
}
