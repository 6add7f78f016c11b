package dev.secrets.cli;

import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Shows what there is: all commands, or the options of one. */
final class Help {
    private final CommandTree tree;
    private final Shell shell;

    Help(CommandTree tree, Shell shell) {
        this.tree = tree;
        this.shell = shell;
    }

    /** Shows the usage of the command that the words name before or after the one that asks for help. */
    int show(String[] arguments) {
        CommandLine command = tree.whole();
        for (String word : words(arguments)) {
            if (word.equals("help")) {
                continue;
            }
            Map<String, CommandLine> inner = command.getSubcommands();
            if (!inner.containsKey(word)) {
                shell.tell("There is no command " + word + "; to see what there is: secrets help");
                return ExitCode.USAGE;
            }
            command = inner.get(word);
        }
        Ansi ansi = shell.terminal().isPresent() ? Ansi.AUTO : Ansi.OFF;
        shell.out().print(command.getUsageMessage(ansi));
        return ExitCode.SUCCESS;
    }

    /** Returns the words before the first option: what follows it may be its value, and so a secret. */
    static List<String> words(String[] arguments) {
        return Arrays.stream(arguments)
                .takeWhile(argument -> !argument.startsWith("-"))
                .toList();
    }
}
