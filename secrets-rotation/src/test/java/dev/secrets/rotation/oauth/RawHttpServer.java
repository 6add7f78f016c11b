package dev.secrets.rotation.oauth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server that says, byte by byte, what a test wants, and remembers the bodies of what it was asked. */
final class RawHttpServer implements AutoCloseable {
    /** Writes an answer. The connection is kept after a complete one, and closed when nothing was written. */
    @FunctionalInterface
    interface Answer {
        void writeTo(OutputStream client) throws IOException;
    }

    private final ServerSocket listening;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Answer answer;

    private RawHttpServer(ServerSocket listening, Answer answer) {
        this.listening = listening;
        this.answer = answer;
    }

    static RawHttpServer answering(Answer answer) {
        try {
            RawHttpServer server =
                    new RawHttpServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), answer);
            daemon(server::accept);
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "raw-http-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/token");
    }

    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    /** From now on the server reads a request and hangs up. */
    void answerNoMore() {
        answer = client -> {};
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                clients.add(client);
                connections.incrementAndGet();
                daemon(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            boolean answered = true;
            while (answered) {
                requests.add(readRequest(client.getInputStream()));
                CountingStream out = new CountingStream(client.getOutputStream());
                answer.writeTo(out);
                answered = out.written;
            }
        } catch (IOException hungUp) {
            // The client has what it wants, or the test is over.
        }
    }

    private static String readRequest(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("hung up");
            }
            head.write(next);
        }
        String lines = head.toString(StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        int length = lines.indexOf("content-length: ") + "content-length: ".length();
        int bytes = Integer.parseInt(lines.substring(length, lines.indexOf("\r\n", length)));
        return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Knows whether anything was written. */
    private static final class CountingStream extends OutputStream {
        private final OutputStream out;
        private boolean written;

        CountingStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            written = true;
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            written = true;
            out.write(bytes, from, length);
        }
    }
}
