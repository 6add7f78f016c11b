package dev.secrets.cli.admin;

import dev.secrets.cli.json.JsonReading;
import dev.secrets.cli.json.JsonSyntaxException;
import dev.secrets.cli.json.JsonWriting;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.cli.store.StoreCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * A command that takes one JSON object or an array of them, and answers each with a JSON object; needs no store. What is wrong
 * with one item is said in its place, as {@code {"error": ...}}, and the others go on. Policy documents are kept as they are
 * written, so that the parser of policies judges them.
 */
abstract class JsonItemsCommand extends StoreCommand {
    private static final String DOCUMENT = "document";

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "The JSON: an object, or an array of objects; - for standard input.")
    private String input = "";

    JsonItemsCommand(Shell shell) {
        super(shell);
    }

    /** Returns the command with its own options alone: it needs no settings. */
    @Override
    public CommandSpec specification() {
        return CommandSpec.forAnnotatedObject(this);
    }

    @Override
    public Integer call() {
        Object value = read();
        if (value instanceof List<?> items) {
            shell().print("[");
            for (int i = 0; i < items.size(); i++) {
                shell().print(JsonWriting.compact(answerSafely(items.get(i))) + (i + 1 < items.size() ? "," : ""));
            }
            shell().print("]");
        } else {
            shell().print(JsonWriting.indented(answerSafely(value)));
        }
        return ExitCode.SUCCESS;
    }

    private @Nullable Object read() {
        try {
            byte[] bytes = input.equals("-") ? shell().readAll() : Files.readAllBytes(Path.of(input));
            return JsonReading.valueWithRaw(new String(bytes, StandardCharsets.UTF_8), DOCUMENT);
        } catch (IOException unreadable) {
            throw new UsageException("The input " + input + " can't be read");
        } catch (JsonSyntaxException malformed) {
            throw new UsageException("The input is not JSON: " + malformed.getMessage());
        }
    }

    private Object answerSafely(@Nullable Object item) {
        try {
            return answer(new PolicyItem(item));
        } catch (PolicyItem.Malformed malformed) {
            return Map.of("error", String.valueOf(malformed.getMessage()));
        }
    }

    /** @throws PolicyItem.Malformed if the item is not what the command takes */
    abstract Map<String, Object> answer(PolicyItem item);

    /** Returns the lines of a text. */
    static List<String> lines(Object text) {
        return new ArrayList<>(text.toString().lines().toList());
    }
}
