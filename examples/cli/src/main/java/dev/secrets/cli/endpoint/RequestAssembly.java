package dev.secrets.cli.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request of which more is to come. Its bytes are accounted for from the moment that they are held. */
final class RequestAssembly {
    private static final int FIRST_CAPACITY = 1024;

    private final HttpRequest head;
    private final Endpoint endpoint;
    private final int mostBytes;
    private byte[] body = new byte[0];
    private int length;

    /** @throws Refusal if the head says already that the request can't be accepted */
    RequestAssembly(HttpRequest head, Endpoint endpoint) {
        this.head = head;
        this.endpoint = endpoint;
        this.mostBytes = endpoint.limits().bodyBytes();
        requireOneLength();
        if (HttpUtil.getContentLength(head, 0L) > mostBytes) {
            throw Refusal.tooLarge(mostBytes);
        }
    }

    /** A request with two lengths is read differently by two servers. */
    private void requireOneLength() {
        int lengths = head.headers().getAll(HttpHeaderNames.CONTENT_LENGTH).size();
        boolean chunked = head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        if (lengths > 1 || lengths == 1 && chunked) {
            throw Refusal.malformedRequest();
        }
    }

    /** @throws Refusal if that is more than a request, or all requests, may have */
    void add(ByteBuf bytes) {
        int added = bytes.readableBytes();
        if (length + added > mostBytes) {
            throw Refusal.tooLarge(mostBytes);
        }
        endpoint.hold(added);
        makeRoom(length + added);
        bytes.readBytes(body, length, added);
        length += added;
    }

    private void makeRoom(int needed) {
        if (needed > body.length) {
            long declared = HttpUtil.getContentLength(head, 0L);
            int capacity = Math.max(needed, Math.max(FIRST_CAPACITY, Math.min(2 * body.length, mostBytes)));
            resize((int) Math.max(needed, declared > 0 ? Math.min(declared, capacity) : capacity));
        }
    }

    private void resize(int capacity) {
        byte[] old = body;
        body = Arrays.copyOf(old, capacity);
        Arrays.fill(old, (byte) 0);
    }

    void drop() {
        endpoint.forget(length);
        Arrays.fill(body, (byte) 0);
    }

    boolean keepAlive() {
        return HttpUtil.isKeepAlive(head);
    }

    ReceivedRequest request(String sourceAddress, boolean encrypted) {
        if (length < body.length) {
            resize(length);
        }
        RequestTarget target = RequestTarget.parse(head.uri());
        return new ReceivedRequest(head.method().name(), target, headers(), body, sourceAddress, encrypted);
    }

    private Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new HashMap<>();
        var entries = head.headers().iteratorAsString();
        while (entries.hasNext()) {
            var entry = entries.next();
            String name = entry.getKey().toLowerCase(Locale.ROOT);
            List<String> before = headers.get(name);
            headers.put(name, before == null ? List.of(entry.getValue()) : joined(before, entry.getValue()));
        }
        return headers;
    }

    private static List<String> joined(List<String> values, String value) {
        List<String> all = new ArrayList<>(values);
        all.add(value);
        return all;
    }
}
