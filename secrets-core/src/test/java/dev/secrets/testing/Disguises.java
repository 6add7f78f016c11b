package dev.secrets.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The bytes as which a secret may turn up, each by the name of its form. */
final class Disguises {
    private final Map<String, byte[]> forms = new LinkedHashMap<>();

    private Disguises() {}

    /** Returns the forms of a secret that is text. */
    static Map<String, byte[]> of(String secret) {
        Disguises disguises = new Disguises();
        disguises.bytes(secret.getBytes(StandardCharsets.UTF_8));
        disguises.add("UTF-16, big-endian", secret.getBytes(StandardCharsets.UTF_16BE));
        disguises.add("UTF-16, little-endian", secret.getBytes(StandardCharsets.UTF_16LE));
        disguises.urlEncoded(secret);
        disguises.escaped(secret);
        return disguises.forms;
    }

    /** Returns the forms of a secret that is bytes. */
    static Map<String, byte[]> of(byte[] secret) {
        Disguises disguises = new Disguises();
        disguises.bytes(secret);
        return disguises.forms;
    }

    private void bytes(byte[] secret) {
        add("as it is", secret);
        hex(secret);
        for (int offset = 0; offset < 3; offset++) {
            String base64 = base64(secret, offset);
            add("base64 at offset " + offset, base64);
            add("URL-safe base64 at offset " + offset, base64.replace('+', '-').replace('/', '_'));
        }
        String decimals = Arrays.toString(secret);
        add("decimal numbers", decimals.substring(1, decimals.length() - 1));
    }

    private void hex(byte[] secret) {
        for (String delimiter : new String[] {"", " ", ":"}) {
            String hex = HexFormat.ofDelimiter(delimiter).formatHex(secret);
            add("hex by '" + delimiter + "'", hex);
            add("upper-case hex by '" + delimiter + "'", hex.toUpperCase(Locale.ROOT));
        }
    }

    /** Returns the digits that depend on the secret alone when so many other bytes, modulo three, stand before it. */
    private static String base64(byte[] secret, int offset) {
        byte[] shifted = new byte[offset + secret.length];
        System.arraycopy(secret, 0, shifted, offset, secret.length);
        String digits = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int first = (offset * 8 + 5) / 6;
        int end = shifted.length * 8 / 6;
        return digits.substring(first, end);
    }

    private void urlEncoded(String secret) {
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        add("form-encoded", form);
        add("URL-encoded", form.replace("+", "%20").replace("%7E", "~"));
    }

    private void escaped(String secret) {
        String json = each(secret, Disguises::inJson);
        add("JSON-escaped", json);
        add("JSON-escaped with slashes", json.replace("/", "\\/"));
        add("JSON-escaped to ASCII", each(json, character -> inAscii(character, "\\u%04x")));
        add("JSON-escaped to upper-case ASCII", each(json, character -> inAscii(character, "\\u%04X")));
        add("SQL-escaped", secret.replace("'", "''"));
        add(
                "SQL-escaped by backslashes",
                secret.replace("\\", "\\\\").replace("'", "\\'").replace("\"", "\\\""));
        add("XML-escaped", each(secret, character -> inMarkup(character, "&apos;")));
        add("HTML-escaped", each(secret, character -> inMarkup(character, "&#39;")));
    }

    private static String inJson(char character) {
        int shortForm = "\"\\\b\f\n\r\t".indexOf(character);
        if (shortForm >= 0) {
            return "\\" + "\"\\bfnrt".charAt(shortForm);
        }
        return character < ' ' ? "\\u%04x".formatted((int) character) : String.valueOf(character);
    }

    private static String inAscii(char character, String format) {
        return character < 0x7f ? String.valueOf(character) : format.formatted((int) character);
    }

    private static String inMarkup(char character, String apostrophe) {
        return switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> apostrophe;
            default -> String.valueOf(character);
        };
    }

    private static String each(String text, Function<Character, String> form) {
        return text.chars().mapToObj(character -> form.apply((char) character)).collect(Collectors.joining());
    }

    private void add(String form, String text) {
        add(form, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the form unless another is the same. */
    private void add(String form, byte[] bytes) {
        byte[] pattern = LeakSearch.withoutLineBreaks(bytes);
        if (forms.values().stream().noneMatch(known -> Arrays.equals(known, pattern))) {
            forms.put(form, pattern);
        }
    }
}
