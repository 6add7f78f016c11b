package dev.secrets.credentials;

import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.SecretValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON object of a typed secret while it is read or changed: the one place that parses secrets, so that strictness and silence
 * are the same for all. Lives as long as the call that needs it; what lasts is the text. One thread at a time.
 *
 * <p>Jackson's messages and exceptions quote what they read, so none of them leaves this class, not as a cause either. Its buffers
 * are not pooled, since a pool would keep what was in them. Numbers stay decimal, so that those of unknown members come back as
 * they were.
 */
final class JsonDocument {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final int LAST_PORT = 65_535;

    /** The end of the year 9999, in seconds. */
    private static final double LAST_SECOND = 253_402_300_799d;

    private final String type;
    private final ObjectNode members;

    /** What the members were read from, while they are still the same. */
    private @Nullable SecretValue source;

    private JsonDocument(String type, ObjectNode members, @Nullable SecretValue source) {
        this.type = type;
        this.members = members;
        this.source = source;
    }

    static JsonDocument empty(Class<?> type) {
        return new JsonDocument(type.getSimpleName(), MAPPER.createObjectNode(), null);
    }

    /** Reads a text that is one JSON object and nothing else. */
    static JsonDocument parse(Class<?> type, SecretValue text) {
        String name = type.getSimpleName();
        if (text.kind() != SecretValue.Kind.STRING) {
            throw new CredentialsFormatException(
                    name + ": the secret is binary, and must be the text of a JSON object");
        }
        return new JsonDocument(name, object(name, text), text);
    }

    private static ObjectNode object(String type, SecretValue text) {
        byte[] bytes = text.reveal();
        try {
            if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException quotesTheSecret) {
            throw new CredentialsFormatException(
                    type + ": the secret is not well-formed JSON, or has a member twice, or text after its end");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        throw new CredentialsFormatException(type + ": the secret must be a JSON object");
    }

    String string(String member) {
        return optionalString(member).orElseThrow(() -> missing(member));
    }

    Optional<String> optionalString(String member) {
        return node(member).map(node -> node.stringValueOpt().orElseThrow(() -> wrong(member, "must be a string")));
    }

    SecretValue secret(String member) {
        return secret(member, string(member));
    }

    /** A port may be a number or the same digits as text: both are found in practice. */
    int port(String member) {
        JsonNode node = node(member).orElseThrow(() -> missing(member));
        int port = 0;
        if (node.isIntegralNumber() && node.canConvertToInt()) {
            port = node.intValue();
        } else if (node.isString() && PORT.matcher(node.stringValue()).matches()) {
            port = Integer.parseInt(node.stringValue());
        }
        if (port < 1 || port > LAST_PORT) {
            throw wrong(member, "must be a number from 1 to " + LAST_PORT + ", or its digits as a string");
        }
        return port;
    }

    /** A flag may be {@code true}, {@code false} or either of them as text: both are found in practice. */
    Optional<Boolean> optionalFlag(String member) {
        return node(member).map(node -> switch (node.asString("")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(member, "must be true or false");
        });
    }

    /** A moment may be a number, in seconds since 1970, or text in the form of ISO 8601. */
    Optional<Instant> optionalInstant(String member) {
        return node(member)
                .map(node -> node.isNumber()
                        ? fromSeconds(member, node.doubleValueOpt().orElse(-1))
                        : fromText(member, node));
    }

    JsonDocument put(String member, String value) {
        members.put(member, value);
        source = null;
        return this;
    }

    JsonDocument put(String member, SecretValue value) {
        if (value.kind() != SecretValue.Kind.STRING) {
            throw wrong(member, "must be text, not binary");
        }
        return put(member, value.revealString());
    }

    JsonDocument put(String member, long value) {
        members.put(member, value);
        source = null;
        return this;
    }

    JsonDocument put(String member, boolean value) {
        members.put(member, value);
        source = null;
        return this;
    }

    JsonDocument remove(String member) {
        members.remove(member);
        source = null;
        return this;
    }

    /** Returns the text of this document, a value of its own: the text that was read, unless something was put. */
    SecretValue text() {
        byte[] bytes = source == null ? write() : source.reveal();
        try {
            return SecretValue.copyOf(SecretValue.Kind.STRING, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private byte[] write() {
        try {
            return MAPPER.writeValueAsBytes(members);
        } catch (JacksonException quotesTheSecret) {
            throw new CredentialsFormatException(type + ": the secret can't be written as JSON");
        }
    }

    /** A member that is null is one that is missing. */
    private Optional<JsonNode> node(String member) {
        return members.optional(member).filter(node -> !node.isNull());
    }

    private SecretValue secret(String member, String text) {
        try {
            return SecretValue.ofString(text);
        } catch (InvalidParameterException halfOfAPair) {
            throw wrong(member, "must be valid Unicode text");
        }
    }

    private Instant fromSeconds(String member, double seconds) {
        if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
            throw wrongInstant(member);
        }
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }

    private Instant fromText(String member, JsonNode node) {
        try {
            return Instant.parse(node.stringValueOpt().orElseThrow(() -> wrongInstant(member)));
        } catch (DateTimeException quotesTheSecret) {
            throw wrongInstant(member);
        }
    }

    private CredentialsFormatException wrongInstant(String member) {
        return wrong(member, "must be seconds since 1970, or a string such as 2026-02-14T12:00:00Z");
    }

    private CredentialsFormatException missing(String member) {
        return wrong(member, "is missing");
    }

    private CredentialsFormatException wrong(String member, String problem) {
        return new CredentialsFormatException(type + ": member '" + member + "' " + problem);
    }
}
