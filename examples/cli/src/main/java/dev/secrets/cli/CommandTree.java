package dev.secrets.cli;

import dev.secrets.cli.admin.AccessKeyCommands;
import dev.secrets.cli.admin.AuditCommands;
import dev.secrets.cli.admin.BundleCommands;
import dev.secrets.cli.admin.ChangeRootKeyCommand;
import dev.secrets.cli.admin.CopyStoreCommand;
import dev.secrets.cli.admin.DoctorCommand;
import dev.secrets.cli.admin.FileStoreCommands;
import dev.secrets.cli.admin.InitCommand;
import dev.secrets.cli.admin.KeyCommands;
import dev.secrets.cli.admin.MaintenanceCommands;
import dev.secrets.cli.admin.ReviewCommand;
import dev.secrets.cli.admin.SimulatePolicyCommand;
import dev.secrets.cli.admin.ValidatePolicyCommand;
import dev.secrets.cli.endpoint.RotateCommand;
import dev.secrets.cli.endpoint.ServeCommand;
import dev.secrets.cli.operation.OperationCommand;
import dev.secrets.cli.operation.OptionNames;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.wire.JsonProtocol;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All commands by name. A command is made when it is asked for, since making all of them takes longer than running one; only the
 * help and the completion of a shell need the whole tree.
 */
final class CommandTree {
    private static final String HELP = "help";

    /** What Java puts in the place of bytes that are no text in the encoding of the locale. */
    private static final char UNREADABLE = '\ufffd';

    private final JsonProtocol protocol = new JsonProtocol();
    private final Shell shell;

    CommandTree(Shell shell) {
        this.shell = shell;
    }

    private Optional<CommandSpec> command(String name) {
        return operation(name)
                .map(this::specification)
                .or(() -> Optional.ofNullable(administration().get(name)).map(Supplier::get));
    }

    private Optional<String> operation(String commandName) {
        for (String operation : protocol.operations().keySet()) {
            if (OptionNames.hyphenated(operation).equals(commandName)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }

    private CommandSpec specification(String operation) {
        return new OperationCommand(protocol, operation, shell).specification();
    }

    private Map<String, Supplier<CommandSpec>> administration() {
        Map<String, Supplier<CommandSpec>> commands = new HashMap<>();
        commands.put("init", () -> new InitCommand(shell).specification());
        commands.put("serve", () -> new ServeCommand(shell).specification());
        commands.put("rotate", () -> new RotateCommand(shell).specification());
        commands.put("review", () -> new ReviewCommand(shell).specification());
        commands.put("simulate-policy", () -> new SimulatePolicyCommand(shell).specification());
        commands.put("validate-policy", () -> new ValidatePolicyCommand(shell).specification());
        commands.put("copy-store", () -> new CopyStoreCommand(shell).specification());
        commands.put("doctor", () -> new DoctorCommand(shell).specification());
        commands.put("audit", () -> AuditCommands.specification(shell));
        commands.put("completion", () -> new CompletionCommand(shell, this::whole).specification());
        commands.put("change-root-key", () -> new ChangeRootKeyCommand(shell).specification());
        add(commands, AccessKeyCommands.all(shell));
        add(commands, KeyCommands.all(shell));
        add(commands, MaintenanceCommands.all(shell));
        add(commands, FileStoreCommands.all(shell));
        add(commands, BundleCommands.all(shell));
        return commands;
    }

    private static void add(Map<String, Supplier<CommandSpec>> commands, Map<String, Supplier<StoreCommand>> group) {
        group.forEach((name, command) -> commands.put(name, () -> command.get().specification()));
    }

    /** Runs one command line and returns its exit code; what went wrong is told on standard error. */
    int run(String... arguments) {
        try {
            int exitCode = asksForHelp(arguments) ? new Help(this, shell).show(arguments) : execute(arguments);
            return shell.flush() ? exitCode : new Failures(shell).answerLost();
        } finally {
            shell.flush();
        }
    }

    /**
     * As the AWS CLI has it: {@code secrets help}, {@code secrets get-secret-value help}; and as everybody else has it. After an
     * option {@code help} is a value like others.
     */
    private static boolean asksForHelp(String[] arguments) {
        if (arguments.length == 0) {
            return false;
        }
        String last = arguments[arguments.length - 1];
        return last.equals("--help")
                || last.equals("-h")
                || Help.words(arguments).size() == arguments.length && (arguments[0].equals(HELP) || last.equals(HELP));
    }

    private int execute(String[] arguments) {
        if (Arrays.stream(arguments).anyMatch(argument -> argument.indexOf(UNREADABLE) >= 0)) {
            return new Failures(shell).unreadableArgument();
        }
        Optional<CommandSpec> named = arguments.length == 0 ? Optional.empty() : command(arguments[0]);
        if (named.isEmpty()) {
            return new Failures(shell).unknownCommand(arguments);
        }
        return commandLine(root().addSubcommand(arguments[0], named.get())).execute(arguments);
    }

    private CommandLine commandLine(CommandSpec root) {
        Failures failures = new Failures(shell);
        return new CommandLine(root)
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(shell.out()))
                .setErr(new PrintWriter(shell.err()))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    private static CommandSpec root() {
        CommandSpec root = CommandSpec.create().name("secrets");
        root.usageMessage()
                .description("Keeps secrets: AWS Secrets Manager's operations on a store of your own.")
                .commandListHeading("%nCommands:%n");
        return root;
    }

    /** Returns the tree with all commands. */
    CommandLine whole() {
        Map<String, CommandSpec> commands = new TreeMap<>();
        protocol.operations()
                .keySet()
                .forEach(operation -> commands.put(OptionNames.hyphenated(operation), specification(operation)));
        administration().forEach((name, command) -> commands.put(name, command.get()));
        CommandSpec root = root();
        commands.forEach(root::addSubcommand);
        return commandLine(root);
    }
}
