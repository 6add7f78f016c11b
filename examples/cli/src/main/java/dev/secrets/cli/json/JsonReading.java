package dev.secrets.cli.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON into plain values. Duplicate members, trailing text and deep nesting are refused. */
public final class JsonReading {
    private static final int MAX_DEPTH = 128;
    private static final JsonFactory FACTORY = factory(MAX_DEPTH, true);

    /** For what keeps a member as text: it need not be well but in its brackets. */
    private static final JsonFactory LENIENT = factory(Integer.MAX_VALUE, false);

    private final Optional<RawMember> rawMember;

    /** The member whose values are kept as they are written, and the text that they are cut from. */
    private record RawMember(String name, String text) {}

    private JsonReading(Optional<RawMember> rawMember) {
        this.rawMember = rawMember;
    }

    /**
     * Reads one value, in which the objects and arrays of one member are kept as the text that they are written as, for somebody
     * else to judge.
     *
     * @param rawMember the name of the member, wherever it is
     * @throws JsonSyntaxException if the text is no JSON, or has something behind it
     */
    public static @Nullable Object valueWithRaw(String text, String rawMember) {
        try (JsonParser parser = LENIENT.createParser(ObjectReadContext.empty(), text)) {
            return new JsonReading(Optional.of(new RawMember(rawMember, text))).only(parser);
        } catch (JacksonException malformed) {
            throw refusal(malformed);
        }
    }

    /**
     * Reads one value.
     *
     * @throws JsonSyntaxException if the text is no JSON, or has something behind it
     */
    public static @Nullable Object value(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new JsonReading(Optional.empty()).only(parser);
        } catch (JacksonException malformed) {
            throw refusal(malformed);
        }
    }

    /**
     * Reads one value in UTF-8.
     *
     * @throws JsonSyntaxException if the bytes are no JSON, or have something behind it
     */
    public static @Nullable Object value(byte[] utf8) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            return new JsonReading(Optional.empty()).only(parser);
        } catch (JacksonException malformed) {
            throw refusal(malformed);
        }
    }

    /**
     * Reads one object.
     *
     * @throws JsonSyntaxException if the text is no JSON object
     */
    public static Map<String, @Nullable Object> object(String text) {
        return requireObject(value(text));
    }

    /**
     * Reads one object in UTF-8.
     *
     * @throws JsonSyntaxException if the bytes are no JSON object
     */
    public static Map<String, @Nullable Object> object(byte[] utf8) {
        return requireObject(value(utf8));
    }

    private static JsonFactory factory(int maxDepth, boolean strict) {
        return JsonFactory.builder()
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    @SuppressWarnings("unchecked") // this class makes all maps, with text as keys
    private static Map<String, @Nullable Object> requireObject(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new JsonSyntaxException("The JSON is not an object");
    }

    private static JsonSyntaxException refusal(JacksonException malformed) {
        var at = malformed.getLocation();
        return new JsonSyntaxException(
                at == null
                        ? "This is no JSON"
                        : "This is no JSON: line " + at.getLineNr() + ", column " + at.getColumnNr());
    }

    private @Nullable Object only(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new JsonSyntaxException("This is no JSON: it is empty");
        }
        Object value = value(parser, first);
        if (parser.nextToken() != null) {
            throw new JsonSyntaxException("There is something behind the JSON");
        }
        return value;
    }

    private @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new BigDecimal(parser.getString());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private Map<String, @Nullable Object> members(JsonParser parser) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            boolean raw = token.isStructStart()
                    && rawMember.map(RawMember::name).filter(name::equals).isPresent();
            members.put(name, raw ? skipped(parser) : value(parser, token));
        }
        return members;
    }

    private String skipped(JsonParser parser) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getCharOffset();
        return rawMember.orElseThrow().text().substring(start, end);
    }

    private List<@Nullable Object> items(JsonParser parser) {
        List<@Nullable Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return items;
    }
}
