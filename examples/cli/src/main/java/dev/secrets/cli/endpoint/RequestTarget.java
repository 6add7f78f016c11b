package dev.secrets.cli.endpoint;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a request asks for: a path and a query, or an absolute URI with them, which every server of HTTP/1.1 accepts (RFC 9112,
 * section 3.2.2).
 *
 * @param path as sent
 * @param query as sent, without the question mark; empty if there is none
 */
record RequestTarget(String path, String query) {
    private static final RequestTarget ROOT = new RequestTarget("/", "");
    private static final Pattern AUTHORITY = Pattern.compile("https?://[^/?]+");

    private record Parameter(String name, String value) {
        static Parameter parse(String sent) {
            int equals = sent.indexOf('=');
            return new Parameter(
                    encoded(equals < 0 ? sent : sent.substring(0, equals)),
                    encoded(equals < 0 ? "" : sent.substring(equals + 1)));
        }

        /** Returns the text with all but RFC 3986's unreserved characters encoded, however it was encoded before. */
        private static String encoded(String sent) {
            String text = URLDecoder.decode(sent.replace("+", "%2B"), StandardCharsets.UTF_8);
            return URLEncoder.encode(text, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("*", "%2A")
                    .replace("%7E", "~");
        }
    }

    static RequestTarget parse(String sent) {
        if (sent.equals("/")) {
            return ROOT;
        }
        Matcher authority = AUTHORITY.matcher(sent);
        boolean absolute = authority.lookingAt();
        String relative = absolute ? sent.substring(authority.end()) : sent;
        int mark = relative.indexOf('?');
        String path = mark < 0 ? relative : relative.substring(0, mark);
        return new RequestTarget(absolute && path.isEmpty() ? "/" : path, mark < 0 ? "" : relative.substring(mark + 1));
    }

    /** Returns whether this is where operations are. */
    boolean isRoot() {
        return path.equals("/");
    }

    /**
     * Returns the query as Signature Version 4 signs it: parameters in order, their names and values encoded in one way.
     *
     * @throws Refusal if the query is none
     */
    String canonicalQuery() {
        if (query.isEmpty()) {
            return "";
        }
        try {
            return Arrays.stream(query.split("&"))
                    .filter(parameter -> !parameter.isEmpty())
                    .map(Parameter::parse)
                    .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
                    .map(parameter -> parameter.name() + "=" + parameter.value())
                    .collect(Collectors.joining("&"));
        } catch (IllegalArgumentException brokenEncoding) {
            throw Refusal.malformedRequest();
        }
    }
}
