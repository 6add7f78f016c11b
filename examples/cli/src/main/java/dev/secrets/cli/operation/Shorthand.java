package dev.secrets.cli.operation;

import dev.secrets.cli.shell.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The AWS CLI's shorthand: {@code Key=name,Values=a,b} is an object with a text and a list. Values may be quoted, lists may stand
 * in brackets and objects in braces; a comma that belongs to a value is written {@code \,}.
 *
 * <pre>
 * object   = pair *("," pair)
 * pair     = key "=" values
 * values   = value *("," value) / list / braces
 * list     = "[" [item *("," item)] "]"
 * braces   = "{" [key "=" item *("," key "=" item)] "}"
 * item     = value / list / braces
 * value    = 'text' / "text" / plain
 * </pre>
 *
 * A comma ends a list of plain values when what follows it is the key of the next pair.
 */
final class Shorthand {
    private static final String START = "!#-&(-+\\--<>-Z\\\\^-z|-\\uffff";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9\\-_.#/:]*");
    private static final Pattern FIRST_VALUE =
            Pattern.compile("(\\\\,|[" + START + "])(\\\\,|[\\s!#-&(-+\\--\\\\^-|~-\\uffff])*");
    private static final Pattern FURTHER_VALUE =
            Pattern.compile("(\\\\,|[" + START + "])(\\\\,|[\\s!#-&(-+\\--<>-\\uffff])*");
    private static final Pattern SINGLE_QUOTED = Pattern.compile("'((?:\\\\'|[^'])*)'");
    private static final Pattern DOUBLE_QUOTED = Pattern.compile("\"((?:\\\\\"|[^\"])*)\"");

    private final String text;
    private int position;

    private Shorthand(String text) {
        this.text = text;
    }

    /** @throws UsageException if the text is no shorthand; it says where, and quotes nothing */
    static Map<String, Object> parse(String text) {
        return new Shorthand(text).object();
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        pair(members);
        while (position < text.length()) {
            expect(',');
            pair(members);
        }
        return members;
    }

    private void pair(Map<String, Object> members) {
        int start = position;
        String key = match(KEY, "a key");
        expect('=');
        if (members.putIfAbsent(key, values()) != null) {
            position = start;
            throw refusal(
                    "another key, since this one is there already (between list items write a blank, not a comma)");
        }
    }

    private Object values() {
        if (position == text.length()) {
            return "";
        }
        return switch (text.charAt(position)) {
            case '[' -> list();
            case '{' -> braces();
            default -> plainValues();
        };
    }

    private Object plainValues() {
        String first = value(FIRST_VALUE, true);
        List<String> values = new ArrayList<>(List.of(first));
        skipBlanks();
        while (position < text.length() && text.charAt(position) == ',') {
            int comma = position;
            expect(',');
            String next = nextUnlessKey();
            if (next == null) {
                position = comma;
                break;
            }
            values.add(next);
        }
        return values.size() == 1 ? first : values;
    }

    /** Returns the next value of a list; null if what follows is the key of the next pair. */
    private @org.jspecify.annotations.Nullable String nextUnlessKey() {
        String next = value(FURTHER_VALUE, false);
        skipBlanks();
        return position == text.length() || text.charAt(position) == ',' ? next : null;
    }

    private List<Object> list() {
        List<Object> items = new ArrayList<>();
        expect('[');
        while (!at(']')) {
            items.add(item());
            separator(']');
        }
        expect(']');
        return items;
    }

    private Map<String, Object> braces() {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        while (!at('}')) {
            String key = match(KEY, "a key");
            expect('=');
            members.put(key, item());
            separator('}');
        }
        expect('}');
        return members;
    }

    private Object item() {
        if (at('[')) {
            return list();
        }
        return at('{') ? braces() : value(FIRST_VALUE, true);
    }

    private void separator(char end) {
        skipBlanks();
        if (!at(end)) {
            expect(',');
        }
    }

    private String value(Pattern plain, boolean mayBeEmpty) {
        if (at('\'')) {
            return unquoted(SINGLE_QUOTED, "'");
        }
        if (at('"')) {
            return unquoted(DOUBLE_QUOTED, "\"");
        }
        Matcher matcher = plain.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            if (mayBeEmpty) {
                return "";
            }
            throw refusal("a value");
        }
        position = matcher.end();
        return matcher.group().replace("\\,", ",").stripTrailing();
    }

    private String unquoted(Pattern quoted, String quote) {
        String value = match(quoted, "the end of a quoted value");
        return value.substring(1, value.length() - 1)
                .replace("\\" + quote, quote)
                .replace("\\\\", "\\");
    }

    private String match(Pattern pattern, String expected) {
        Matcher matcher = pattern.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            throw refusal(expected);
        }
        position = matcher.end();
        return matcher.group();
    }

    private boolean at(char character) {
        return position < text.length() && text.charAt(position) == character;
    }

    private void expect(char character) {
        skipBlanks();
        if (!at(character)) {
            throw refusal("'" + character + "'");
        }
        position++;
        skipBlanks();
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private UsageException refusal(String expected) {
        return new UsageException("expected " + expected + " at character " + (position + 1));
    }
}
