package dev.secrets.cli;

import dev.secrets.cli.admin.AccessKeyCommands;
import dev.secrets.cli.admin.InitCommand;
import dev.secrets.cli.endpoint.ServeCommand;
import dev.secrets.cli.operation.OperationCommand;
import dev.secrets.cli.operation.OptionNames;
import dev.secrets.cli.operation.ServiceError;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.model.RootKeyException;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.store.StoreException;
import dev.secrets.wire.JsonProtocol;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** All commands, and what becomes of their failures. */
final class CommandTree {
    private final Shell shell;

    CommandTree(Shell shell) {
        this.shell = shell;
    }

    /** Runs one command line and returns its exit code; what went wrong is told on standard error. */
    int run(String... arguments) {
        try {
            return commandLine().execute(arguments);
        } finally {
            shell.flush();
        }
    }

    CommandLine commandLine() {
        CommandSpec root = CommandSpec.create().name("secrets");
        root.usageMessage().description("Keeps secrets: AWS Secrets Manager's operations on a store of your own.");
        JsonProtocol protocol = new JsonProtocol();
        protocol.operations().keySet().forEach(operation -> root.addSubcommand(
                OptionNames.hyphenated(operation),
                new OperationCommand(protocol, operation, shell).specification()));
        administration().forEach(command -> add(root, command.specification()));
        return new CommandLine(root)
                .setExpandAtFiles(false)
                .setOut(new java.io.PrintWriter(shell.out()))
                .setErr(new java.io.PrintWriter(shell.err()))
                .setParameterExceptionHandler(this::refuse)
                .setExecutionExceptionHandler((failure, command, line) -> fail(failure));
    }

    private List<StoreCommand> administration() {
        List<StoreCommand> commands = new ArrayList<>();
        commands.add(new InitCommand(shell));
        commands.add(new ServeCommand(shell));
        commands.addAll(AccessKeyCommands.all(shell));
        return commands;
    }

    private static void add(CommandSpec root, CommandSpec command) {
        root.addSubcommand(command.name(), command);
    }

    private int refuse(ParameterException refusal, String[] arguments) {
        String command = refusal.getCommandLine().getCommandSpec().qualifiedName();
        tellUsage(command, refusal.getMessage());
        return ExitCode.USAGE;
    }

    private void tellUsage(String command, @org.jspecify.annotations.Nullable String problem) {
        shell.tell("");
        shell.tell("usage: secrets <command> [options]");
        shell.tell("To see what there is: secrets help, " + command + " help");
        shell.tell("");
        shell.tell("secrets: error: " + problem);
    }

    private int fail(Exception failure) {
        if (failure instanceof UsageException) {
            tellUsage("secrets <command>", failure.getMessage());
            return ExitCode.USAGE;
        }
        shell.tell("");
        shell.tell(String.valueOf(failure.getMessage()));
        if (failure instanceof ConfigurationException || failure instanceof RootKeyException) {
            return ExitCode.CONFIGURATION;
        }
        return failure instanceof ServiceError
                        || failure instanceof SecretsManagerException
                        || failure instanceof StoreException
                ? ExitCode.SERVICE
                : ExitCode.FAILURE;
    }
}
