package dev.secrets.cli;

import dev.secrets.cli.operation.ServiceError;
import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.model.RootKeyException;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.store.StoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** Tells the user what went wrong, without a stack trace, and chooses the exit code. */
final class Failures {
    private final Shell shell;

    Failures(Shell shell) {
        this.shell = shell;
    }

    int usage(ParameterException refusal) {
        return usage(refusal.getMessage());
    }

    int unknownCommand(String[] arguments) {
        return usage(
                arguments.length == 0
                        ? "the following arguments are required: command"
                        : "there is no command " + arguments[0]);
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

    int told(Exception failure) {
        if (failure instanceof UsageException) {
            return usage(failure.getMessage());
        }
        shell.tell("");
        shell.tell(text(failure));
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
        boolean own = failure.getClass().getName().startsWith("dev.secrets.") || failure instanceof java.io.IOException;
        return own
                ? String.valueOf(failure.getMessage())
                : "Failed: " + failure.getClass().getName();
    }
}
