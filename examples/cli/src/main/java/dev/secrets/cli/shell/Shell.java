package dev.secrets.cli.shell;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The streams, the environment and the terminal of a command. Everything is UTF-8, whatever the locale.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param environment the environment's variables
 * @param terminal the terminal, if input and output are one
 */
public record Shell(
        InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, Optional<Console> terminal) {
    private static final int BUFFER = 8192;

    /** Returns what this process was started in. */
    public static Shell ofProcess() {
        return new Shell(
                System.in,
                printStream(FileDescriptor.out, "/dev/stdout"),
                printStream(FileDescriptor.err, "/dev/stderr"),
                System.getenv(),
                Optional.ofNullable(System.console()));
    }

    private static PrintStream printStream(FileDescriptor descriptor, String device) {
        var written = new AbandonedPipe(new FileOutputStream(descriptor), Path.of(device));
        var buffered = new BufferedOutputStream(written, BUFFER);
        return new PrintStream(buffered, false, StandardCharsets.UTF_8);
    }

    /** Returns whether what is printed goes to a terminal that shows colours, and to a user who has not set {@code NO_COLOR}. */
    public boolean showsColours() {
        return terminal.isPresent() && allowsColours(environment);
    }

    static boolean allowsColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** Prints a line of an answer. */
    public void print(String line) {
        out.print(line + "\n");
    }

    /** Prints a line for the user that is no answer, and shows it at once. */
    public void tell(String line) {
        out.flush();
        err.print(line + "\n");
        err.flush();
    }

    /** Writes what was printed, and returns whether all of the answer could be written. */
    public boolean flush() {
        err.flush();
        return !out.checkError();
    }

    /**
     * Returns a secret text from standard input: asked for without echo on a terminal, else everything that comes. A line feed at
     * the end is kept, since it may be part of the value.
     *
     * @param question what to ask on a terminal
     */
    public byte[] readSecret(String question) {
        if (terminal.isPresent()) {
            char[] typed = terminal.get().readPassword("%s: ", question);
            return typed == null ? new byte[0] : new String(typed).getBytes(StandardCharsets.UTF_8);
        }
        return readAll();
    }

    /** Returns everything that comes on standard input. */
    public byte[] readAll() {
        try {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException("Standard input can't be read", broken);
        }
    }

    /** Returns a reader of the lines that come on standard input. */
    public BufferedReader lines() {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
}
