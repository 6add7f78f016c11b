package dev.secrets.cli.endpoint;

import dev.secrets.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A process of clients that say nothing: a process may have so many files open that half of all connections fit. */
final class IdleClients implements AutoCloseable {
    private static final String READY = "ready";

    private final Process process;

    private IdleClients(Process process) {
        this.process = process;
    }

    /** Connects so many clients and returns when all are. */
    static IdleClients connect(int count, int port) throws IOException {
        Process process = ChildJvm.start(ChildJvm.command(List.of(IdleClients.class), IdleClients.class, count, port));
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        if (!READY.equals(output.readLine())) {
            process.destroyForcibly();
            throw new IOException("Not all of " + count + " clients are connected");
        }
        return new IdleClients(process);
    }

    boolean areConnected() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Connects, says so, and stays until it is ended. */
    public static void main(String[] arguments) throws IOException {
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            idle.add(new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])));
        }
        System.out.println(READY);
        while (System.in.read() >= 0) {
            idle.removeIf(Socket::isClosed);
        }
    }
}
