package dev.secrets.cli.operation;

import dev.secrets.cli.json.JsonReading;
import dev.secrets.cli.json.JsonSyntaxException;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.wire.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes of the arguments of an option the value of its member, guided by the member's shape. */
final class ArgumentReader {
    private final ArgumentText source;
    private final BinaryFormat binaryFormat;

    ArgumentReader(ArgumentText source, BinaryFormat binaryFormat) {
        this.source = source;
        this.binaryFormat = binaryFormat;
    }

    /**
     * Returns the value of a member.
     *
     * @throws UsageException if the arguments are not what the shape holds
     */
    @Nullable
    Object read(Shape.Member member, List<String> arguments) {
        String option = OptionNames.option(member.name());
        try {
            return read(option, member.shape(), arguments);
        } catch (JsonSyntaxException malformed) {
            throw refusal(option, "Invalid JSON: " + malformed.getMessage());
        }
    }

    private @Nullable Object read(String option, Shape shape, List<String> arguments) {
        if (shape instanceof Shape.Scalar scalar) {
            return scalar(option, scalar, arguments.get(0));
        }
        if (shape instanceof Shape.Choice) {
            return source.text(option, arguments.get(0));
        }
        List<String> texts = arguments.size() == 1 ? List.of(source.text(option, arguments.get(0))) : arguments;
        return shape instanceof Shape.ListOf list ? list(option, list.item(), texts) : structure(option, shape, texts);
    }

    private @Nullable Object scalar(String option, Shape.Scalar scalar, String argument) {
        return switch (scalar) {
            case STRING -> source.text(option, argument);
            case SENSITIVE_STRING -> source.secretText(option, argument);
            case BLOB -> blob(option, argument);
            default -> plain(option, scalar, source.text(option, argument));
        };
    }

    /** Returns base64, which the protocol takes. */
    private String blob(String option, String argument) {
        Optional<byte[]> bytes = source.bytes(option, argument);
        if (bytes.isPresent()) {
            return Base64.getEncoder().encodeToString(bytes.get());
        }
        try {
            return Base64.getEncoder().encodeToString(binaryFormat.bytes(source.text(option, argument)));
        } catch (IllegalArgumentException noBase64) {
            throw refusal(option, "Invalid base64");
        }
    }

    private @Nullable Object list(String option, Shape item, List<String> texts) {
        if (texts.get(0).stripLeading().startsWith("[")) {
            return JsonReading.value(String.join(" ", texts));
        }
        List<@Nullable Object> items = new ArrayList<>();
        for (String text : texts) {
            items.add(
                    item instanceof Shape.Structure
                            ? structure(option, item, List.of(text))
                            : plain(option, item, text));
        }
        return items;
    }

    private @Nullable Object structure(String option, Shape shape, List<String> texts) {
        String text = String.join(" ", texts);
        if (text.stripLeading().startsWith("{")) {
            return JsonReading.value(text);
        }
        try {
            return shaped(option, shape, Shorthand.parse(text));
        } catch (UsageException malformed) {
            throw refusal(option, malformed.getMessage());
        }
    }

    /** Gives the texts of a shorthand the types that the shape asks for; what is none of its members stays as it is. */
    private @Nullable Object shaped(String option, Shape shape, Object value) {
        if (shape instanceof Shape.Structure structure && value instanceof Map<?, ?> members) {
            Map<String, @Nullable Object> typed = new LinkedHashMap<>();
            members.forEach((name, held) -> typed.put(
                    String.valueOf(name),
                    structure
                            .member(String.valueOf(name))
                            .map(inner -> shaped(option, inner, held))
                            .orElse(held)));
            return typed;
        }
        if (shape instanceof Shape.ListOf list) {
            List<?> items = value instanceof List<?> several ? several : List.of(value);
            List<@Nullable Object> typed = new ArrayList<>();
            items.forEach(held -> typed.add(shaped(option, list.item(), held)));
            return typed;
        }
        return value instanceof String text ? plain(option, shape, text) : value;
    }

    private static Object plain(String option, Shape shape, String text) {
        if (shape == Shape.Scalar.INTEGER || shape == Shape.Scalar.LONG) {
            return whole(option, text);
        }
        if (shape == Shape.Scalar.BOOLEAN) {
            return flag(option, text);
        }
        return text;
    }

    private static BigDecimal whole(String option, String text) {
        try {
            return new BigDecimal(Long.parseLong(text));
        } catch (NumberFormatException noNumber) {
            throw refusal(option, "it is not a whole number");
        }
    }

    private static Boolean flag(String option, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refusal(option, "it is neither true nor false");
        };
    }

    private static UsageException refusal(String option, @Nullable String reason) {
        return new UsageException("Error parsing parameter '" + option + "': " + reason);
    }
}
