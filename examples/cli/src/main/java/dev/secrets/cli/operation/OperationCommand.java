package dev.secrets.cli.operation;

import dev.secrets.cli.json.JsonWriting;
import dev.secrets.cli.output.OutputFormat;
import dev.secrets.cli.output.OutputOptions;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.SettingOptions;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.wire.JsonProtocol;
import dev.secrets.wire.Shape;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** One operation as a command. */
public final class OperationCommand implements Callable<Integer> {
    private static final String SKELETON = "--generate-cli-skeleton";
    private static final String AS = "--as";
    private static final String MAX_ITEMS = "--max-items";
    private static final String STARTING_TOKEN = "--starting-token";
    private static final String PAGE_SIZE = "--page-size";
    private static final String NO_PAGINATE = "--no-paginate";

    /** The operations whose pages the AWS CLI joins, with the member that has the items. */
    private static final Map<String, String> PAGED = Map.of("ListSecrets", "SecretList");

    private final JsonProtocol protocol;
    private final String operation;
    private final Shape.Structure shape;
    private final RequestOptions options;
    private final Shell shell;
    private final CommandSpec command;

    /** Makes the command of an operation of the protocol. */
    public OperationCommand(JsonProtocol protocol, String operation, Shell shell) {
        this.protocol = protocol;
        this.operation = operation;
        this.shape = java.util.Objects.requireNonNull(protocol.operations().get(operation));
        this.options = new RequestOptions(shape);
        this.shell = shell;
        this.command = CommandSpec.wrapWithoutInspection(this);
    }

    /** Returns the command with its options. */
    public CommandSpec specification() {
        OperationTexts texts = new OperationTexts();
        command.name(OptionNames.hyphenated(operation));
        command.usageMessage().description(texts.of(operation));
        options.addTo(command, texts);
        if (PAGED.containsKey(operation)) {
            command.addOption(number(MAX_ITEMS, "How many items to return at most."));
            command.addOption(text(STARTING_TOKEN, "TOKEN", "Where to go on, from an answer that was cut off."));
            command.addOption(number(PAGE_SIZE, "How many items to ask for at a time."));
            command.addOption(OptionSpec.builder(NO_PAGINATE)
                    .type(boolean.class)
                    .arity("0")
                    .description("Read the first page only.")
                    .build());
        }
        command.addOption(OptionSpec.builder(SKELETON)
                .type(String.class)
                .arity("0..1")
                .fallbackValue("input")
                .paramLabel("input")
                .description("Print an empty request and do nothing.")
                .build());
        command.addOption(text(AS, "ARN", "Act as this principal, under its policies, instead of as the owner."));
        OutputOptions.addTo(command);
        SettingOptions.addTo(command);
        return command;
    }

    private static OptionSpec number(String name, String description) {
        return OptionSpec.builder(name)
                .type(Integer.class)
                .paramLabel("NUMBER")
                .description(description)
                .build();
    }

    private static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    @Override
    public Integer call() {
        ParseResult line = command.commandLine().getParseResult();
        OutputOptions.check(line);
        if (line.hasMatchedOption(SKELETON)) {
            shell.print(JsonWriting.indented(Skeleton.of(shape)));
            return ExitCode.SUCCESS;
        }
        Map<String, @Nullable Object> request = options.request(line, shell);
        try (OpenStore store = OpenStore.open(SettingOptions.settings(line, shell), shell)) {
            var call = new OperationCall(protocol, store.as(value(line, AS)), operation);
            print(
                    line,
                    pagedItems(line).isPresent()
                            ? pages(line).read(call, request, pagedItems(line).get())
                            : call.answer(request));
        }
        return ExitCode.SUCCESS;
    }

    /** Returns the member with the items if pages are to be joined: not if the caller turns them by hand. */
    private Optional<String> pagedItems(ParseResult line) {
        boolean byHand = line.hasMatchedOption(NO_PAGINATE)
                || line.hasMatchedOption("--next-token")
                || line.hasMatchedOption("--max-results");
        return byHand ? Optional.empty() : Optional.ofNullable(PAGED.get(operation));
    }

    private static Pages pages(ParseResult line) {
        return new Pages(value(line, MAX_ITEMS), value(line, STARTING_TOKEN), value(line, PAGE_SIZE));
    }

    private static <T> Optional<T> value(ParseResult line, String option) {
        @Nullable T value = line.matchedOptionValue(option, null);
        return Optional.ofNullable(value);
    }

    private void print(ParseResult line, Map<String, @Nullable Object> answer) {
        Object dated = new AnswerDates(ZoneId.systemDefault()).written(answer);
        if (OutputOptions.format(line) != OutputFormat.TEXT
                || pagedItems(line).isEmpty()
                || !answer.containsKey("NextToken")) {
            OutputOptions.print(line, operation, dated, shell);
            return;
        }
        printTextPage(line, dated);
    }

    /** In text the AWS CLI puts the token of joined pages on a line of its own, behind the items. */
    private void printTextPage(ParseResult line, @Nullable Object answer) {
        if (!(answer instanceof Map<?, ?> members)) {
            throw new UsageException("The answer is no object");
        }
        Map<String, @Nullable Object> items = new LinkedHashMap<>();
        members.forEach((name, value) -> items.put(String.valueOf(name), value));
        Object token = items.remove("NextToken");
        OutputOptions.print(line, operation, items, shell);
        OutputOptions.print(line, operation, Map.of("NextToken", Map.of("NextToken", String.valueOf(token))), shell);
    }
}
