package dev.secrets.cli;

import dev.secrets.cli.json.JsonReading;
import dev.secrets.cli.shell.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs commands in this process, on a store in a directory. */
final class Cli {
    private final Map<String, String> environment = new HashMap<>();

    /** What became of a command. */
    record Result(int exitCode, String out, String err) {
        Map<String, @Nullable Object> json() {
            return JsonReading.object(out);
        }
    }

    private Cli() {}

    /** Returns commands that find a new store in the directory. */
    static Cli withStore(Path directory) {
        Cli cli = in(directory);
        cli.set("SECRETS_STORE", "file:" + directory.resolve("store"));
        cli.set("SECRETS_ROOT_KEY_FILE", directory.resolve("root.key").toString());
        Result made = cli.run("init");
        if (made.exitCode() != 0) {
            throw new IllegalStateException(made.err());
        }
        return cli;
    }

    /** Returns commands that find nothing in their environment. */
    static Cli in(Path home) {
        Cli cli = new Cli();
        cli.set("HOME", home.toString());
        return cli;
    }

    /** Returns the members of a JSON object. */
    @SuppressWarnings("unchecked") // JsonReading makes all maps with text as keys
    static Map<String, Object> members(@Nullable Object object) {
        return (Map<String, Object>) java.util.Objects.requireNonNull(object);
    }

    Cli set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Result run(String... arguments) {
        return runWithInput("", arguments);
    }

    Result runWithInput(String input, String... arguments) {
        return run(input, new ByteArrayOutputStream(), arguments);
    }

    /** Runs a command whose answer goes to a stream. */
    Result runInto(OutputStream out, String... arguments) {
        return run("", out, arguments);
    }

    private Result run(String input, OutputStream out, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell = new Shell(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                Map.copyOf(environment),
                Optional.empty());
        int exitCode = new CommandTree(shell).run(arguments);
        String answer = out instanceof ByteArrayOutputStream kept ? kept.toString(StandardCharsets.UTF_8) : "";
        return new Result(exitCode, answer, err.toString(StandardCharsets.UTF_8));
    }
}
