package dev.secrets.examples.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The packaged command on a new file store: {@code examples/cli/target/secrets} unless the property {@code secrets.command} says
 * otherwise.
 */
final class PackagedCommand implements AutoCloseable {
    private final Path directory;

    private PackagedCommand(Path directory) {
        this.directory = directory;
    }

    /** Makes a store. */
    static PackagedCommand onNewStore() throws IOException, InterruptedException {
        PackagedCommand command = new PackagedCommand(TemporaryDirectory.make());
        command.run("init");
        return command;
    }

    /** Runs it to its end and returns what it says. */
    String run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line(arguments));
        builder.environment().putAll(environment());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("It failed: secrets " + arguments[0]);
        }
        return out;
    }

    /** Starts a server at a port of its choice. */
    ServerProcess serve() throws IOException {
        return ServerProcess.announced(environment(), line("serve", "--port", "0"));
    }

    private static List<String> line(String... arguments) {
        List<String> line =
                new ArrayList<>(List.of(System.getProperty("secrets.command", "examples/cli/target/secrets")));
        line.addAll(List.of(arguments));
        return line;
    }

    private Map<String, String> environment() {
        return Map.of(
                "SECRETS_STORE",
                "file:" + directory.resolve("store"),
                "SECRETS_ROOT_KEY_FILE",
                directory.resolve("root.key").toString());
    }

    /** Deletes the store. */
    @Override
    public void close() throws IOException {
        TemporaryDirectory.delete(directory);
    }
}
