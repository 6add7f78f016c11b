package dev.secrets.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server and cuts connections: before a request goes out, in the middle of it, or when it has gone
 * out and the answer is still to come.
 */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final int serverPort;
    private final Random random;
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger untilCut = new AtomicInteger(Integer.MAX_VALUE);
    private volatile int oneIn = Integer.MAX_VALUE;

    CuttingProxy(int serverPort, Random random) throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.serverPort = serverPort;
        this.random = random;
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Cuts at one request in so many, at random. */
    void cutOneIn(int requests) {
        oneIn = requests;
    }

    /** Cuts at the n-th request from now, 1 being the next, and not again. */
    void cutAt(int n) {
        untilCut.set(n);
    }

    int cuts() {
        return cuts.get();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                start(() -> forward(client, server, true));
                start(() -> forward(server, client, false));
            } catch (IOException closedOrRefused) {
                // the client finds out
            }
        }
    }

    private void forward(Socket from, Socket to, boolean requests) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[65_536];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                boolean cut = requests && (random.nextInt(oneIn) == 0 || untilCut.decrementAndGet() == 0);
                out.write(buffer, 0, cut ? random.nextInt(3) * length / 2 : length);
                if (cut) {
                    cuts.incrementAndGet();
                    return;
                }
            }
        } catch (IOException cut) {
            // so was the other direction
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
