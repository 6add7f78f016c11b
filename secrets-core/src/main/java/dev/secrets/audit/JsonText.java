package dev.secrets.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Text as JSON writes it between quotes, in ASCII alone: what a caller made up can neither end a line nor steer a terminal, and
 * the same text always gives the same bytes.
 */
final class JsonText {
    private static final boolean[] PLAIN = plainCharacters();

    private JsonText() {}

    /** Appends a member of an object, its comma before it unless it is the first. */
    static void member(AsciiBuffer out, String name, Object value) {
        if (!out.endsWith('{')) {
            out.append(',');
        }
        quoted(out, name);
        out.append(':');
        value(out, value);
    }

    /** Appends a string, a number, a truth value, or a list or object of these. */
    static void value(AsciiBuffer out, Object value) {
        if (value instanceof String text) {
            quoted(out, text);
        } else if (value instanceof Map<?, ?> members) {
            out.append('{');
            members.forEach((name, member) -> member(out, String.valueOf(name), member));
            out.append('}');
        } else if (value instanceof List<?> elements) {
            list(out, elements);
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value.toString());
        } else {
            quoted(out, value.toString());
        }
    }

    private static void list(AsciiBuffer out, List<?> elements) {
        out.append('[');
        boolean first = true;
        for (Object element : elements) {
            if (!first) {
                out.append(',');
            }
            value(out, element);
            first = false;
        }
        out.append(']');
    }

    /** Appends the text between quotes. */
    static void quoted(AsciiBuffer out, String text) {
        out.append('"');
        if (isPlain(text)) {
            out.append(text);
        } else {
            escaped(out, text);
        }
        out.append('"');
    }

    /** Returns the text with everything escaped that is not printable ASCII. */
    static String escaped(String text) {
        if (isPlain(text)) {
            return text;
        }
        AsciiBuffer out = new AsciiBuffer(2 * text.length());
        escaped(out, text);
        return out.toString();
    }

    private static void escaped(AsciiBuffer out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                out.append(c);
            } else if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else {
                out.appendEscape(c);
            }
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return c < PLAIN.length && PLAIN[c];
    }

    /** Every character of every event is asked about. */
    private static boolean[] plainCharacters() {
        boolean[] plain = new boolean['~' + 1];
        Arrays.fill(plain, ' ', plain.length, true);
        plain['"'] = false;
        plain['\\'] = false;
        return plain;
    }
}
