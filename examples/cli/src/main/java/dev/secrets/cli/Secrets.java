package dev.secrets.cli;

import dev.secrets.cli.shell.QuietLogging;
import dev.secrets.cli.shell.Shell;

/** The command's entry. */
public final class Secrets {
    private Secrets() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        QuietLogging.use();
        System.exit(new CommandTree(Shell.ofProcess()).run(arguments));
    }
}
