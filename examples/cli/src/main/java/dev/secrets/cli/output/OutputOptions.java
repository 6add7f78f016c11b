package dev.secrets.cli.output;

import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The AWS CLI's options that say how an answer is printed. */
public final class OutputOptions {
    private static final String OUTPUT = "--output";
    private static final String QUERY = "--query";
    private static final String COLOR = "--color";
    /** There is no pager; scripts that switch the AWS CLI's off work here too. */
    private static final String NO_PAGER = "--no-cli-pager";

    private OutputOptions() {}

    /** Adds the options to a command. */
    public static void addTo(CommandSpec command) {
        command.addOption(option(OUTPUT, "FORMAT", "How to print: json (the default), text or table."));
        command.addOption(option(QUERY, "JMESPATH", "What of the answer to print."));
        command.addOption(option(COLOR, "WHEN", "Whether tables have colours: on, off or auto (on a terminal)."));
        command.addOption(OptionSpec.builder(NO_PAGER)
                .type(boolean.class)
                .arity("0")
                .hidden(true)
                .build());
    }

    private static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /**
     * Checks the options, before anything is done.
     *
     * @throws UsageException if one is wrong
     */
    public static void check(ParseResult line) {
        format(line);
        query(line);
        coloured(line, false);
    }

    /** Prints an answer as the options say. */
    public static void print(ParseResult line, String title, @Nullable Object answer, Shell shell) {
        Optional<Query> query = query(line);
        Object found = query.isPresent() ? query.get().search(answer) : answer;
        boolean coloured = coloured(line, shell.showsColours());
        shell.out().print(format(line).format(title, found, coloured));
    }

    /** Returns the format that the options ask for. */
    public static OutputFormat format(ParseResult line) {
        String name = line.matchedOptionValue(OUTPUT, "json");
        for (OutputFormat format : OutputFormat.values()) {
            if (format.toString().equals(name)) {
                return format;
            }
        }
        throw new UsageException("argument --output: Invalid choice, valid choices are: json | text | table");
    }

    private static Optional<Query> query(ParseResult line) {
        try {
            return Optional.ofNullable(line.matchedOptionValue(QUERY, (String) null))
                    .map(Query::new);
        } catch (IllegalArgumentException malformed) {
            throw new UsageException(String.valueOf(malformed.getMessage()));
        }
    }

    private static boolean coloured(ParseResult line, boolean terminal) {
        return switch (line.matchedOptionValue(COLOR, "auto").toLowerCase(Locale.ROOT)) {
            case "on" -> true;
            case "off" -> false;
            case "auto" -> terminal;
            default -> throw new UsageException("argument --color: Invalid choice, valid choices are: on | off | auto");
        };
    }
}
