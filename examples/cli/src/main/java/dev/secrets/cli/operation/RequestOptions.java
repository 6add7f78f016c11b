package dev.secrets.cli.operation;

import dev.secrets.cli.json.JsonReading;
import dev.secrets.cli.json.JsonSyntaxException;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.wire.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of one operation: one for each member of its request, and those that give a request as JSON. */
final class RequestOptions {
    private static final String TOKEN = "ClientRequestToken";
    private static final String INPUT_JSON = "--cli-input-json";
    static final String BINARY_FORMAT = "--cli-binary-format";

    private final Shape.Structure shape;

    RequestOptions(Shape.Structure shape) {
        this.shape = shape;
    }

    void addTo(CommandSpec command, OperationTexts texts) {
        shape.members().forEach(member -> add(command, member, texts.of(member.name())));
        command.addOption(OptionSpec.builder(INPUT_JSON)
                .type(String.class)
                .paramLabel("JSON")
                .description("The request as JSON, or file://FILE; options go before it.")
                .build());
        command.addOption(OptionSpec.builder(BINARY_FORMAT)
                .type(BinaryFormat.class)
                .paramLabel("FORMAT")
                .converters(new BinaryFormat.Names())
                .description("What a binary argument is: base64 (the default) or raw-in-base64-out.")
                .build());
    }

    private static void add(CommandSpec command, Shape.Member member, String text) {
        String option = OptionNames.option(member.name());
        if (member.shape() == Shape.Scalar.BOOLEAN) {
            command.addOption(flag(option, text));
            command.addOption(flag(OptionNames.negation(member.name()), ""));
            return;
        }
        boolean several = member.shape() instanceof Shape.ListOf || member.shape() instanceof Shape.Structure;
        OptionSpec.Builder builder = OptionSpec.builder(option)
                .type(several ? List.class : String.class)
                .auxiliaryTypes(String.class)
                .arity(several ? "1..*" : "1")
                .paramLabel(label(member.shape()))
                .description(text);
        command.addOption(builder.build());
    }

    private static OptionSpec flag(String option, String text) {
        return OptionSpec.builder(option)
                .type(boolean.class)
                .arity("0")
                .hidden(text.isEmpty())
                .description(text)
                .build();
    }

    private static String label(Shape shape) {
        if (shape instanceof Shape.Choice choice) {
            return choice.values().stream().collect(Collectors.joining("|"));
        }
        if (shape instanceof Shape.Structure structure) {
            return structure.members().stream()
                    .map(member -> member.name() + "=...")
                    .collect(Collectors.joining(","));
        }
        if (shape instanceof Shape.ListOf list) {
            return label(list.item());
        }
        return shape.toString();
    }

    /**
     * Returns the request that the command line describes.
     *
     * @throws UsageException if it does not
     */
    Map<String, @Nullable Object> request(ParseResult line, Shell shell) {
        ArgumentText source = new ArgumentText(shell);
        ArgumentReader reader = new ArgumentReader(source, line.matchedOptionValue(BINARY_FORMAT, BinaryFormat.BASE64));
        Map<String, @Nullable Object> request = input(line, source);
        shape.members().forEach(member -> read(member, line, reader, request));
        UnknownMembers.refuse(shape, request);
        requireMembers(request);
        if (shape.member(TOKEN).isPresent()) {
            request.putIfAbsent(TOKEN, UUID.randomUUID().toString());
        }
        return request;
    }

    private static Map<String, @Nullable Object> input(ParseResult line, ArgumentText source) {
        String input = line.matchedOptionValue(INPUT_JSON, (String) null);
        if (input == null) {
            return new LinkedHashMap<>();
        }
        try {
            return JsonReading.object(source.secretText(INPUT_JSON, input));
        } catch (JsonSyntaxException malformed) {
            throw new UsageException(
                    "Error parsing parameter '" + INPUT_JSON + "': Invalid JSON: " + malformed.getMessage());
        }
    }

    private static void read(
            Shape.Member member, ParseResult line, ArgumentReader reader, Map<String, @Nullable Object> request) {
        String option = OptionNames.option(member.name());
        if (member.shape() == Shape.Scalar.BOOLEAN) {
            readFlag(member, line, request);
        } else if (line.hasMatchedOption(option)) {
            request.put(
                    member.name(),
                    reader.read(member, line.matchedOption(option).originalStringValues()));
        }
    }

    private static void readFlag(Shape.Member member, ParseResult line, Map<String, @Nullable Object> request) {
        String option = OptionNames.option(member.name());
        String negation = OptionNames.negation(member.name());
        boolean yes = line.hasMatchedOption(option);
        boolean no = line.hasMatchedOption(negation);
        if (yes && no) {
            throw new UsageException("argument " + option + ": not allowed with argument " + negation);
        }
        if (yes || no) {
            request.put(member.name(), yes);
        }
    }

    private void requireMembers(Map<String, @Nullable Object> request) {
        String missing = shape.members().stream()
                .filter(member -> member.required() && !request.containsKey(member.name()))
                .map(member -> OptionNames.option(member.name()))
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new UsageException("the following arguments are required: " + missing);
        }
    }
}
