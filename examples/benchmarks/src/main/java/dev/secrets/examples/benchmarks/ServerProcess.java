package dev.secrets.examples.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server in a process of its own, at a port of this machine alone. */
final class ServerProcess implements AutoCloseable {
    private static final String ANNOUNCEMENT = "Listening at ";

    /** What the command's launcher gives to the JVM of a server. */
    private static final List<String> SERVER_OPTIONS =
            List.of("-Xmn64m", "-XX:MaxInlineLevel=9", "-XX:+UseParallelGC", "-Dio.netty.leakDetection.level=disabled");

    private static final long MAX_NANOS = 60_000_000_000L;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server that says in its first line where it listens. */
    static ServerProcess announced(Map<String, String> environment, List<String> command) throws IOException {
        Process process = start(environment, command, ProcessBuilder.Redirect.PIPE);
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null || !line.startsWith(ANNOUNCEMENT)) {
            process.destroy();
            throw new IOException("It did not start: " + command);
        }
        return new ServerProcess(process, Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
    }

    /** Starts moto's server. */
    static ServerProcess moto() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = List.of("moto_server", "-H", "127.0.0.1", "-p", String.valueOf(port));
        Process process;
        try {
            process = start(Map.of(), command, ProcessBuilder.Redirect.DISCARD);
        } catch (IOException absent) {
            throw new IOException("Skipped: moto's server is not installed (moto_server)", absent);
        }
        awaitPort(port);
        return new ServerProcess(process, port);
    }

    private static Process start(Map<String, String> environment, List<String> command, ProcessBuilder.Redirect out)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void awaitPort(int port) throws IOException {
        long deadline = System.nanoTime() + MAX_NANOS;
        while (true) {
            try {
                new Socket("127.0.0.1", port).close();
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Starts a class of this jar, with the command's options. */
    static ServerProcess ofThisJar(Class<?> main, String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(SERVER_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return announced(Map.of(), command);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
