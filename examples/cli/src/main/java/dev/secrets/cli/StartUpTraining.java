package dev.secrets.cli;

import dev.secrets.cli.shell.QuietLogging;
import dev.secrets.cli.shell.Shell;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Runs what commands usually run, so that the build can keep the classes that they load in an archive, from which the command
 * then starts in a fraction of the time. No part of the command itself.
 */
final class StartUpTraining {
    private StartUpTraining() {}

    /** @param arguments a directory that does not exist, for the store and its key; the launcher, to be made executable */
    public static void main(String[] arguments) throws ClassNotFoundException {
        Class.forName(Secrets.class.getName());
        Path directory = Path.of(arguments[0]);
        if (!Path.of(arguments[1]).toFile().setExecutable(true)) {
            throw new IllegalStateException("The launcher can't be made executable: " + arguments[1]);
        }
        if (!directory.toFile().mkdirs()) {
            throw new IllegalStateException("There is something at " + directory);
        }
        QuietLogging.use();
        Shell shell = new Shell(
                new ByteArrayInputStream(new byte[0]),
                silent(),
                silent(),
                Map.of(
                        "SECRETS_STORE",
                        "file:" + directory.resolve("store"),
                        "SECRETS_ROOT_KEY_FILE",
                        directory.resolve("root.key").toString()),
                Optional.empty());
        run(shell, "init");
        run(shell, "create-secret", "--name", "training", "--secret-string", "value", "--tags", "Key=a,Value=b");
        run(shell, "get-secret-value", "--secret-id", "training", "--query", "SecretString", "--output", "text");
        run(shell, "put-secret-value", "--secret-id", "training", "--secret-string", "other");
        run(shell, "list-secrets", "--filters", "Key=name,Values=train", "--output", "table");
        run(shell, "describe-secret", "--secret-id", "training");
        run(shell, "get-secret-value", "--secret-id", "missing");
        run(shell, "get-random-password");
        run(shell, "help");
    }

    private static void run(Shell shell, String... arguments) {
        new CommandTree(shell).run(arguments);
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream());
    }
}
