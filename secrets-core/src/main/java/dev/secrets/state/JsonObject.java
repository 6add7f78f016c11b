package dev.secrets.state;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One JSON object of a secret's metadata: its members by name. Members that nobody asks for are of any kind and ignored; a member that
 * is missing though it is required, is of another kind than the format has, or occurs twice is an {@link IllegalArgumentException}.
 */
final class JsonObject {
    private final Map<String, Object> members;

    private JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    // Reading the text

    /** Returns the one object that the parser has before it. */
    static JsonObject only(JsonParser parser) {
        parser.nextToken();
        JsonObject object = as(JsonObject.class, "The metadata", value(parser));
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException("Something follows the metadata");
        }
        return object;
    }

    /** Reads the value whose first token is current. Recursion is bounded by the depth that the parser allows. */
    private static Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IllegalArgumentException("The metadata is empty");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> token; // null, for which the format has no use
        };
    }

    private static JsonObject object(JsonParser parser) {
        Map<String, Object> members = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (members.put(name, value(parser)) != null) {
                throw new IllegalArgumentException(name + " occurs twice");
            }
        }
        return new JsonObject(members);
    }

    private static List<Object> array(JsonParser parser) {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    // Its members

    String text(String name) {
        return as(String.class, name, required(name));
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(members.get(name)).map(value -> as(String.class, name, value));
    }

    byte[] bytes(String name) {
        return Base64Variants.getDefaultVariant().decode(text(name));
    }

    boolean flag(String name) {
        return as(Boolean.class, name, required(name));
    }

    /** Returns whether the member is there and true. */
    boolean optionalFlag(String name) {
        return members.containsKey(name) && flag(name);
    }

    int smallNumber(String name) {
        return as(Integer.class, name, required(name));
    }

    long number(String name) {
        return asLong(name, required(name));
    }

    Optional<Long> optionalNumber(String name) {
        return Optional.ofNullable(members.get(name)).map(value -> asLong(name, value));
    }

    /** Returns the time of a member in milliseconds since 1970. */
    Instant time(String name) {
        return Instant.ofEpochMilli(number(name));
    }

    Optional<Instant> optionalTime(String name) {
        return optionalNumber(name).map(Instant::ofEpochMilli);
    }

    /** Returns the day of a member in days since 1970. */
    Optional<LocalDate> optionalDay(String name) {
        return optionalNumber(name).map(LocalDate::ofEpochDay);
    }

    Optional<JsonObject> child(String name) {
        return Optional.ofNullable(members.get(name)).map(value -> as(JsonObject.class, name, value));
    }

    <T> List<T> objects(String name, Function<JsonObject, T> element) {
        return optionalObjects(name, element).orElseThrow(() -> missing(name));
    }

    <T> Optional<List<T>> optionalObjects(String name, Function<JsonObject, T> element) {
        return list(name, value -> element.apply(as(JsonObject.class, name, value)));
    }

    Optional<List<String>> texts(String name) {
        return list(name, value -> as(String.class, name, value));
    }

    /** Returns a list of pairs of texts, each of which is an array. */
    <T> Optional<List<T>> pairs(String name, Pair<T> pair) {
        return list(name, value -> {
            List<?> both = as(List.class, name, value);
            if (both.size() < 2) {
                throw new IllegalArgumentException(name + " has half a pair");
            }
            return pair.of(as(String.class, name, both.get(0)), as(String.class, name, both.get(1)));
        });
    }

    /** Makes something of two texts. */
    interface Pair<T> {
        T of(String first, String second);
    }

    private <T> Optional<List<T>> list(String name, Function<Object, T> element) {
        return Optional.ofNullable(members.get(name)).map(value -> {
            List<T> elements = new ArrayList<>();
            for (Object each : as(List.class, name, value)) {
                elements.add(element.apply(each));
            }
            return List.copyOf(elements);
        });
    }

    private Object required(String name) {
        Object value = members.get(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(name + " is missing");
    }

    /** The parser has numbers as small as they fit. */
    private static long asLong(String name, Object value) {
        return value instanceof Integer small ? small : as(Long.class, name, value);
    }

    private static <T> T as(Class<T> kind, String name, @Nullable Object value) {
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException(name + " is no " + kind.getSimpleName());
        }
        return kind.cast(value);
    }
}
