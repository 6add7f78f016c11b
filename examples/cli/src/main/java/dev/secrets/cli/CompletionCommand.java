package dev.secrets.cli;

import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** Prints a script that has a shell complete commands and options. */
@Command(
        name = "completion",
        description = {
            "Prints a script for bash and zsh that completes commands and options.",
            "For bash: source <(secrets completion)",
            "For zsh: autoload -U +X bashcompinit && bashcompinit; source <(secrets completion)"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Shell shell;
    private final Supplier<CommandLine> tree;

    CompletionCommand(Shell shell, Supplier<CommandLine> tree) {
        this.shell = shell;
        this.tree = tree;
    }

    CommandSpec specification() {
        return CommandSpec.forAnnotatedObject(this);
    }

    @Override
    public Integer call() {
        shell.out().print(AutoComplete.bash("secrets", tree.get()));
        return ExitCode.SUCCESS;
    }
}
