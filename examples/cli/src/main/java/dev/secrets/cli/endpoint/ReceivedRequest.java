package dev.secrets.cli.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request as it arrived, whole. Its body may hold a secret, so it does not show itself. */
final class ReceivedRequest {
    private final String method;
    private final RequestTarget target;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final String sourceAddress;
    private final boolean encrypted;

    /**
     * @param headers by name in lower case, the values of each in their order
     * @param sourceAddress the address of the client
     * @param encrypted whether it came through TLS
     */
    ReceivedRequest(
            String method,
            RequestTarget target,
            Map<String, List<String>> headers,
            byte[] body,
            String sourceAddress,
            boolean encrypted) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
        this.sourceAddress = sourceAddress;
        this.encrypted = encrypted;
    }

    String method() {
        return method;
    }

    RequestTarget target() {
        return target;
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    /** Returns the first value of a header. */
    Optional<String> header(String lowerCaseName) {
        List<String> values = headers.get(lowerCaseName);
        return values == null ? Optional.empty() : Optional.of(values.get(0));
    }

    byte[] body() {
        return body;
    }

    String sourceAddress() {
        return sourceAddress;
    }

    boolean encrypted() {
        return encrypted;
    }

    /** Overwrites the body. */
    void wipe() {
        Arrays.fill(body, (byte) 0);
    }

    @Override
    public String toString() {
        return "ReceivedRequest[" + method + ", redacted]";
    }
}
