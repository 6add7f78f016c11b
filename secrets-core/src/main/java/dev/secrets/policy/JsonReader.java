package dev.secrets.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON text, and nothing after it, within bounds on depth, names and numbers. Repeated members are findings, not
 * silently the last one (rule G2). Never quotes the parser's own messages: those contain the text.
 */
final class JsonReader {
    /** Twice what the grammar needs, so that a misplaced element is reported as such. */
    private static final int MAX_DEPTH = 12;

    private static final int MAX_NUMBER_LENGTH = 100;
    private static final int MAX_NAME_LENGTH = 1_024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxStringLength(PolicyType.MAX_TEXT_LENGTH)
                    .maxDocumentLength(PolicyType.MAX_TEXT_LENGTH)
                    .build())
            .build();

    private final JsonParser parser;
    private final Findings findings;

    private JsonReader(JsonParser parser, Findings findings) {
        this.parser = parser;
        this.findings = findings;
    }

    /** Returns the value, or nothing if the text is no JSON; then a finding says why. */
    static Optional<Json> read(String text, Findings findings) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new JsonReader(parser, findings).document();
        }
    }

    private Optional<Json> document() {
        try {
            if (parser.nextToken() == null) {
                findings.error("JSON_SYNTAX", Place.DOCUMENT, "The text is empty; a policy is one JSON object");
                return Optional.empty();
            }
            Json value = value(Place.DOCUMENT);
            if (parser.nextToken() != null) {
                findings.error("JSON_SYNTAX", Place.DOCUMENT, "Something follows the JSON object" + position());
            }
            return Optional.of(value);
        } catch (JacksonException malformed) {
            // The message of the exception quotes the text; only the place is passed on.
            findings.error(
                    "JSON_SYNTAX",
                    Place.DOCUMENT,
                    "Not JSON, or nested deeper than " + MAX_DEPTH + ", or a name or number too long" + position());
            return Optional.empty();
        }
    }

    private String position() {
        TokenStreamLocation location = parser.currentLocation();
        return " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** Reads the value whose first token is current. Recursion is bounded by the depth that the factory allows. */
    private Json value(Place where) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(where);
            case START_ARRAY -> array(where);
            case VALUE_STRING -> text(where);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> new Json.Bare(parser.getString());
            default -> new Json.Null();
        };
    }

    private Json text(Place where) {
        String text = parser.getString();
        checkSurrogates(text, findings, where);
        return new Json.Text(text);
    }

    /** Half a surrogate pair is no character: it can't be stored or compared as one. */
    static void checkSurrogates(String text, Findings findings, Place where) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    findings.error("INVALID_CHARACTER", where, "Half a surrogate pair at index " + i);
                    return;
                }
                i++;
            }
        }
    }

    private Json object(Place where) {
        List<Json.Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            checkSurrogates(name, findings, where);
            if (!names.add(name)) {
                findings.error("DUPLICATE_KEY", where.member(name), "The key occurs twice in one object");
            }
            parser.nextToken();
            members.add(new Json.Member(name, value(where.member(name))));
        }
        return new Json.Obj(members);
    }

    private Json array(Place where) {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(where.element(elements.size())));
        }
        return new Json.Arr(elements);
    }
}
