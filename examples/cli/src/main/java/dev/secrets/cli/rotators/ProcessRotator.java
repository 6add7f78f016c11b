package dev.secrets.cli.rotators;

import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.RotationException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program for each step: the event comes on its standard input, and an exit code other than 0 fails the step. Its
 * environment is the one that the file gives it, the path, and what it needs to reach the secret; it has no descriptors of this
 * process. What it prints is thrown away, for it may quote the secret. When its time is up or the step is interrupted, it is
 * ended with the processes that it started.
 */
final class ProcessRotator extends FunctionRotator {
    private static final String PATH = "PATH";

    private final List<String> command;
    private final Map<String, String> environment;
    private final FunctionCredentials credentials;

    ProcessRotator(
            List<String> command, Map<String, String> environment, Duration timeout, FunctionCredentials credentials) {
        super(timeout);
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.credentials = credentials;
    }

    @Override
    void invoke(RotationContext context, String event, Duration limit) throws Exception {
        try (FunctionCredentials.Loan loan = credentials.lend(context.secretArn())) {
            Process process = start(loan);
            try {
                tell(process, event);
                requireSuccess(process, limit);
            } finally {
                end(process);
            }
        }
    }

    private Process start(FunctionCredentials.Loan loan) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        String path = builder.environment().get(PATH);
        builder.environment().clear();
        if (path != null) {
            builder.environment().put(PATH, path);
        }
        builder.environment().putAll(environment);
        builder.environment().putAll(loan.environment());
        try {
            return builder.start();
        } catch (IOException refused) {
            throw RotationException.permanent("The program " + command.get(0) + " can't be started");
        }
    }

    /** A program may end without reading its input; its exit code tells. */
    private static void tell(Process process, String event) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(event.getBytes(StandardCharsets.UTF_8));
        } catch (IOException closed) {
            // told by the exit code
        }
    }

    private void requireSuccess(Process process, Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw RotationException.retryable("The program " + command.get(0) + " took longer than " + limit);
        }
        if (process.exitValue() != 0) {
            throw RotationException.retryable(
                    "The program " + command.get(0) + " ended with exit code " + process.exitValue());
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
