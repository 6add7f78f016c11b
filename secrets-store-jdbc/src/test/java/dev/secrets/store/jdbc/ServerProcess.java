package dev.secrets.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A process that serves a database. Its output goes to a file; it ends with this JVM at the latest. */
final class ServerProcess {
    private final List<String> command;
    private final Path log;
    private final String url;
    private Process process;

    ServerProcess(List<String> command, Path log, String url) {
        this.command = command;
        this.log = log;
        this.url = url;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /**
     * Returns a port that was free a moment ago, of those below the ones that systems give to outgoing connections: one of these,
     * made while a server is down, would keep the server from coming back.
     */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another is not
            }
        }
    }

    /** Runs a program to its end. */
    static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command.get(0) + " failed: " + output);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }

    synchronized void start() {
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Await.until(this::answers);
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("The server ended with " + process.exitValue() + ": see " + log);
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    synchronized void kill() {
        process.destroyForcibly().onExit().join();
    }
}
