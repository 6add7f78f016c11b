package dev.secrets.wire;

import java.util.Optional;

/** The answer to one request. Its body may hold secret values, so it does not show itself. Immutable. */
public final class WireResponse {
    private static final int OK = 200;

    private final int status;
    private final Optional<String> errorType;
    private final byte[] body;

    private WireResponse(int status, Optional<String> errorType, byte[] body) {
        this.status = status;
        this.errorType = errorType;
        this.body = body;
    }

    static WireResponse success(byte[] body) {
        return new WireResponse(OK, Optional.empty(), body);
    }

    static WireResponse error(int status, String errorType, byte[] body) {
        return new WireResponse(status, Optional.of(errorType), body);
    }

    /** Returns the HTTP status: 200, 400 for the caller's mistakes, 500 for failures. */
    public int status() {
        return status;
    }

    /** Returns the error code, which a transport also sends as the header {@code x-amzn-errortype}; empty on success. */
    public Optional<String> errorType() {
        return errorType;
    }

    /** Returns a copy of the body: one JSON object in UTF-8, of content type {@code application/x-amz-json-1.1}. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns status and error code. */
    @Override
    public String toString() {
        return "WireResponse[status=" + status
                + errorType.map(type -> ", errorType=" + type).orElse("") + ", body redacted]";
    }
}
