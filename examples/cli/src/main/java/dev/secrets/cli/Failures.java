package dev.secrets.cli;

import dev.secrets.cli.operation.ServiceError;
import dev.secrets.cli.shell.CommandWords;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.model.RootKeyException;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells the user what went wrong, without a stack trace, and chooses the exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final Pattern OPTION = Pattern.compile("--[a-z0-9-]+");

    private final Shell shell;

    Failures(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int handleParseException(ParameterException refusal, String[] arguments) {
        return usage(
                refusal instanceof UnmatchedArgumentException unmatched ? unknown(unmatched) : refusal.getMessage());
    }

    private static String unknown(UnmatchedArgumentException refusal) {
        CommandLine command = refusal.getCommandLine();
        String first = refusal.getUnmatched().get(0);
        return command.getSubcommands().isEmpty() || first.startsWith("-")
                ? unknown(refusal.getUnmatched())
                : "there is no command " + command.getCommandName() + " " + first;
    }

    /** Arguments that are no options are not shown: what follows a mistyped option may be a secret. */
    private static String unknown(List<String> arguments) {
        String options = arguments.stream()
                .map(argument -> argument.split("=", 2)[0])
                .filter(argument -> OPTION.matcher(argument).matches())
                .collect(Collectors.joining(", "));
        return options.isEmpty()
                ? "an argument belongs to no option; it is not shown, since it may be a secret"
                : "Unknown options: " + options;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult line) {
        return told(failure);
    }

    int unknownCommand(String[] arguments) {
        return usage(
                arguments.length == 0
                        ? "the following arguments are required: command"
                        : "there is no command " + arguments[0]);
    }

    int unreadableArgument() {
        return usage(
                "an argument is not text in the encoding of the locale, and would be taken for another: set LC_ALL to a"
                        + " locale with UTF-8, such as C.UTF-8, or give a value as file://FILE");
    }

    int answerLost() {
        shell.tell("");
        shell.tell("The answer could not be written to standard output; what the command did stands");
        return ExitCode.FAILURE;
    }

    private int usage(@Nullable String problem) {
        shell.tell("");
        shell.tell("usage: secrets <command> [options]");
        shell.tell("To see what there is:");
        shell.tell("  secrets help");
        shell.tell("  secrets <command> help");
        shell.tell("");
        shell.tell("secrets: error: " + problem);
        return ExitCode.USAGE;
    }

    private int told(Exception failure) {
        if (failure instanceof UsageException) {
            return usage(failure.getMessage());
        }
        shell.tell("");
        shell.tell(CommandWords.of(text(failure)));
        if (failure instanceof ConfigurationException || failure instanceof RootKeyException) {
            return ExitCode.CONFIGURATION;
        }
        boolean service = failure instanceof ServiceError
                || failure instanceof SecretsManagerException
                || failure instanceof StoreException;
        return service ? ExitCode.SERVICE : ExitCode.FAILURE;
    }

    /** Messages of this project hold no secret; those of others are left out, for they might. */
    private static String text(Exception failure) {
        if (failure instanceof UncheckedIOException wrapped) {
            return text(Objects.requireNonNull(wrapped.getCause()));
        }
        if (failure instanceof FileSystemException file) {
            return file.getFile() + ": " + problem(file);
        }
        boolean own = failure.getClass().getName().startsWith("dev.secrets.") || failure instanceof IOException;
        return own
                ? String.valueOf(failure.getMessage())
                : "Failed: " + failure.getClass().getName();
    }

    private static String problem(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "there is such a file already";
        }
        return failure instanceof AccessDeniedException
                ? "access is denied"
                : Objects.requireNonNullElse(failure.getReason(), "can't be used");
    }
}
