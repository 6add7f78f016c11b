package dev.secrets.audit;

/**
 * Text as JSON writes it between quotes, in ASCII alone: what a caller made up can neither end a line nor steer a terminal, and
 * the same text always gives the same bytes.
 */
final class JsonText {
    private static final String DIGITS = "0123456789abcdef";

    private JsonText() {}

    /** Appends a member of an object, its comma before it unless it is the first. */
    static void member(StringBuilder out, String name, String value) {
        name(out, name);
        quoted(out, value);
    }

    /** Appends the name of a member, its comma before it unless it is the first. */
    static void name(StringBuilder out, String name) {
        if (out.charAt(out.length() - 1) != '{') {
            out.append(',');
        }
        quoted(out, name);
        out.append(':');
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
