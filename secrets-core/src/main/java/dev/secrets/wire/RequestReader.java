package dev.secrets.wire;

import dev.secrets.model.SecretValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.InputCoercionException;

/**
 * Reads the body of one request: the only place that parses JSON from outside. Strict about what it is given (UTF-8 without
 * half surrogate pairs, one object, no member twice, nothing after it, bounded in size, depth and length of lists) and about
 * what the declared members hold; members that are not declared are skipped whole (checklist WIRE-08) and a null is as good as
 * no member. An empty body stands for an empty object.
 *
 * <p>Sensitive members go from the body into a {@link SecretValue} without becoming a {@code String}. Closing overwrites the
 * text of the body and every such value.
 */
final class RequestReader implements AutoCloseable {
    /** Above the largest legal request with every character escaped, about 600 kB. */
    static final int MAX_BYTES = 1 << 20;

    /** Above the longest legal list, 50 tags, so that a list somewhat too long gets the error of its operation. */
    private static final int MAX_ITEMS = 1000;

    /** How many characters three bytes take, the last ones with padding. */
    private static final int BASE64_GROUP = 4;

    private static final String NOT_JSON =
            "The request body is not one JSON object in UTF-8, or exceeds what is accepted.";

    private final char[] body;
    private final int length;
    private final List<SecretValue> secrets = new ArrayList<>(1);
    private final RequestFindings findings = new RequestFindings();

    /** @throws SerializationException if the body is too large or not UTF-8 */
    RequestReader(byte[] json) {
        CharBuffer text = decode(json);
        this.body = text.array();
        this.length = text.limit();
    }

    private static CharBuffer decode(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw new SerializationException("The request body is larger than " + MAX_BYTES + " bytes.");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
        } catch (CharacterCodingException notText) {
            throw new SerializationException(NOT_JSON);
        }
    }

    /** @throws SerializationException if the body is not a JSON object whose declared members are of their shapes */
    Members read(Shape.Structure request) {
        if (length == 0) {
            return new Members("", Map.of(), findings);
        }
        try (JsonParser json = WireJson.FACTORY.createParser(ObjectReadContext.empty(), body, 0, length)) {
            return readWhole(json, request);
        } catch (JacksonException notJson) {
            // Neither message nor cause go further: both quote the body.
            throw new SerializationException(NOT_JSON);
        }
    }

    private Members readWhole(JsonParser json, Shape.Structure request) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new SerializationException(NOT_JSON);
        }
        Members members = structure(json, request, "");
        if (json.nextToken() != null) {
            throw new SerializationException(NOT_JSON);
        }
        return members;
    }

    private Members structure(JsonParser json, Shape.Structure shape, String path) {
        Map<String, Object> values = new HashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            Optional<Shape> member = shape.member(name);
            JsonToken token = json.nextToken();
            if (member.isEmpty()) {
                json.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                values.put(name, value(json, member.get(), Members.path(path, name)));
            }
        }
        return new Members(path, values, findings);
    }

    private Object value(JsonParser json, Shape shape, String path) {
        if (shape instanceof Shape.Structure structure) {
            expect(json, JsonToken.START_OBJECT, "an object", path);
            return structure(json, structure, path);
        }
        if (shape instanceof Shape.ListOf list) {
            expect(json, JsonToken.START_ARRAY, "a list", path);
            return list(json, list.item(), path);
        }
        return shape instanceof Shape.Scalar scalar ? scalar(json, scalar, path) : text(json, path);
    }

    /** Reads a list; a null in it is a violation. */
    private List<Object> list(JsonParser json, Shape item, String path) {
        List<Object> items = new ArrayList<>();
        for (int number = 1; json.nextToken() != JsonToken.END_ARRAY; number++) {
            if (number > MAX_ITEMS) {
                throw new SerializationException("The list at '" + path + "' has more than " + MAX_ITEMS + " items.");
            }
            String itemPath = path + "." + number + ".member";
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                findings.add(itemPath, "Value null", "Member must not be null");
                findings.incomplete(path);
            } else {
                items.add(value(json, item, itemPath));
            }
        }
        return items;
    }

    private Object scalar(JsonParser json, Shape.Scalar shape, String path) {
        return switch (shape) {
            case STRING -> text(json, path);
            case SENSITIVE_STRING -> keep(SecretValue.ofString(characters(json, path)));
            case BLOB -> keep(blob(json, path));
            case INTEGER -> integer(json, path);
            case LONG -> whole(json, path);
            case BOOLEAN -> flag(json, path);
        };
    }

    private static String text(JsonParser json, String path) {
        return characters(json, path).toString();
    }

    /** Returns a view of the text that is valid until the parser moves on. */
    private static CharBuffer characters(JsonParser json, String path) {
        expect(json, JsonToken.VALUE_STRING, "a string", path);
        CharBuffer text = CharBuffer.wrap(json.getStringCharacters(), json.getStringOffset(), json.getStringLength());
        if (text.codePoints().anyMatch(RequestReader::isHalfPair)) {
            throw SerializationException.notA("Unicode text", path);
        }
        return text;
    }

    private static boolean isHalfPair(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static SecretValue blob(JsonParser json, String path) {
        byte[] base64 =
                StandardCharsets.ISO_8859_1.encode(characters(json, path)).array();
        if (base64.length % BASE64_GROUP != 0) {
            // The decoder would let missing padding pass.
            throw SerializationException.notA("base64", path);
        }
        return decoded(base64, path);
    }

    private static SecretValue decoded(byte[] base64, String path) {
        byte[] bytes = {};
        try {
            bytes = Base64.getDecoder().decode(base64);
            return SecretValue.copyOf(bytes);
        } catch (IllegalArgumentException notBase64) {
            throw SerializationException.notA("base64", path);
        } finally {
            Arrays.fill(base64, (byte) 0);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static int integer(JsonParser json, String path) {
        long number = whole(json, path);
        if (number != (int) number) {
            throw SerializationException.notA("an integer of 32 bits", path);
        }
        return (int) number;
    }

    private static long whole(JsonParser json, String path) {
        expect(json, JsonToken.VALUE_NUMBER_INT, "an integer", path);
        try {
            return json.getLongValue();
        } catch (InputCoercionException tooLarge) {
            throw SerializationException.notA("an integer of 64 bits", path);
        }
    }

    private static boolean flag(JsonParser json, String path) {
        JsonToken token = json.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw SerializationException.notA("a boolean", path);
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private static void expect(JsonParser json, JsonToken expected, String description, String path) {
        if (json.currentToken() != expected) {
            throw SerializationException.notA(description, path);
        }
    }

    private SecretValue keep(SecretValue secret) {
        secrets.add(secret);
        return secret;
    }

    /** Overwrites the text of the body and the sensitive values read from it. */
    @Override
    public void close() {
        Arrays.fill(body, '\0');
        secrets.forEach(SecretValue::close);
    }
}
