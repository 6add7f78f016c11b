package dev.secrets.cli.admin;

import dev.secrets.cli.output.OutputOptions;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.StoreCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** A command whose answer is printed as that of an operation, in the format that is asked for. */
abstract class AnswerCommand extends StoreCommand {
    private final String title;

    AnswerCommand(Shell shell, String title) {
        super(shell);
        this.title = title;
    }

    @Override
    public CommandSpec specification() {
        CommandSpec specification = super.specification();
        OutputOptions.addTo(specification);
        return specification;
    }

    @Override
    public Integer call() {
        OutputOptions.check(line());
        try (OpenStore store = open()) {
            OutputOptions.print(line(), title, answer(store), shell());
        }
        return ExitCode.SUCCESS;
    }

    abstract @Nullable Object answer(OpenStore store);
}
