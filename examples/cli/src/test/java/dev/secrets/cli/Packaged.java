package dev.secrets.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged command, run as a process on a store in a directory. */
final class Packaged {
    static final Path LAUNCHER = Path.of("target", "secrets").toAbsolutePath();
    private static final long MAX_SECONDS = 60;

    private final Map<String, String> environment = new HashMap<>();

    /** What became of a process. */
    record Result(int exitCode, String out, String err) {}

    Packaged(Path directory) {
        environment.put("SECRETS_STORE", "file:" + directory.resolve("store"));
        environment.put("SECRETS_ROOT_KEY_FILE", directory.resolve("root.key").toString());
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return builder(command).start();
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return result(start(arguments));
    }

    /** Runs a command whose answer goes to a file. */
    Result runInto(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return result(builder(command).redirectOutput(file.toFile()).start());
    }

    /** Runs another program in the same environment and one of its own. */
    Result runOther(Map<String, String> more, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = builder(List.of(command));
        builder.environment().putAll(more);
        return result(builder.start());
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    private static Result result(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("It did not end: " + out + err);
        }
        return new Result(process.exitValue(), out, err);
    }
}
