package dev.secrets.examples.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection that stays open, unless the server wants a new one for each request. Does as little as an HTTP client can, since it shares the machine with the server. */
final class KeepAliveClient implements Closeable {
    private static final String LENGTH = "content-length:";
    private static final String LAST_ANSWER = "connection: close";

    private final int port;
    private final byte[] buffer = new byte[65_536];
    private Socket socket;

    KeepAliveClient(int port) throws IOException {
        this.port = port;
        socket = connect();
    }

    private Socket connect() throws IOException {
        Socket connected = new Socket("127.0.0.1", port);
        connected.setTcpNoDelay(true);
        return connected;
    }

    /** Sends the request, reads the answer and returns its length; all answers but a success are refused. */
    int exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        int length = read(0);
        int whole = wholeLength(length);
        while (length < whole) {
            length = read(length);
            whole = wholeLength(length);
        }
        if (buffer["HTTP/1.1 ".length()] != '2') {
            throw new IOException(new String(buffer, 0, length, StandardCharsets.UTF_8));
        }
        if (text(length).contains(LAST_ANSWER)) {
            socket.close();
            socket = connect();
        }
        return length;
    }

    private int read(int length) throws IOException {
        int count = socket.getInputStream().read(buffer, length, buffer.length - length);
        if (count < 0) {
            throw new IOException("The server closed the connection");
        }
        return length + count;
    }

    private int wholeLength(int length) {
        String text = text(length);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return Integer.MAX_VALUE;
        }
        int at = text.indexOf(LENGTH) + LENGTH.length();
        return head
                + 4
                + Integer.parseInt(text.substring(at, text.indexOf('\r', at)).strip());
    }

    private String text(int length) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
