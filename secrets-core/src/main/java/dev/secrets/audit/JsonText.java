package dev.secrets.audit;

import java.util.List;
import java.util.Map;

/**
 * Text as JSON writes it between quotes, in ASCII alone: what a caller made up can neither end a line nor steer a terminal, and
 * the same text always gives the same bytes.
 */
final class JsonText {
    private static final String DIGITS = "0123456789abcdef";

    private JsonText() {}

    /** Appends a member of an object whose name has nothing to escape, its comma before it unless it is the first. */
    static void member(StringBuilder out, String plainName, String value) {
        plainName(out, plainName);
        quoted(out, value);
    }

    /** Appends the name of a member that has nothing to escape, its comma before it unless it is the first. */
    static void plainName(StringBuilder out, String name) {
        separate(out);
        out.append('"').append(name).append("\":");
    }

    /** Appends the name of a member, its comma before it unless it is the first. */
    static void name(StringBuilder out, String name) {
        separate(out);
        quoted(out, name);
        out.append(':');
    }

    private static void separate(StringBuilder out) {
        if (out.charAt(out.length() - 1) != '{') {
            out.append(',');
        }
    }

    /** Appends a string, a number, a truth value, or a list or object of these. */
    static void value(StringBuilder out, Object value) {
        if (value instanceof Map<?, ?> members) {
            out.append('{');
            members.forEach((name, member) -> {
                name(out, String.valueOf(name));
                value(out, member);
            });
            out.append('}');
        } else if (value instanceof List<?> elements) {
            String separator = "[";
            for (Object element : elements) {
                out.append(separator);
                value(out, element);
                separator = ",";
            }
            out.append(elements.isEmpty() ? "[]" : "]");
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            quoted(out, value.toString());
        }
    }

    private static void quoted(StringBuilder out, String text) {
        out.append('"');
        escaped(out, text);
        out.append('"');
    }

    /** Returns the text with everything escaped that is not printable ASCII. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        escaped(out, text);
        return out.toString();
    }

    private static void escaped(StringBuilder out, String text) {
        if (isPlain(text)) {
            out.append(text);
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                out.append(c);
            } else {
                unicode(out, c);
            }
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void unicode(StringBuilder out, char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(DIGITS.charAt(c >> shift & 0xf));
        }
    }
}
