package dev.secrets.cli.endpoint;

import dev.secrets.cli.json.JsonWriting;
import dev.secrets.wire.WireResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a request is answered with. Its body may hold a secret, so it does not show itself. */
final class Answer {
    private static final String AWS_JSON = "application/x-amz-json-1.1";

    private final int status;
    private final String contentType;
    private final Optional<String> errorType;
    private final byte[] body;

    private Answer(int status, String contentType, Optional<String> errorType, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.errorType = errorType;
        this.body = body;
    }

    static Answer of(WireResponse response) {
        return new Answer(response.status(), AWS_JSON, response.errorType(), response.body());
    }

    static Answer of(Refusal refusal) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("__type", refusal.code());
        body.put("message", String.valueOf(refusal.getMessage()));
        return new Answer(refusal.status(), AWS_JSON, Optional.of(refusal.code()), bytes(JsonWriting.compact(body)));
    }

    static Answer text(String contentType, String text) {
        return new Answer(200, contentType, Optional.empty(), bytes(text));
    }

    static Answer unavailable(String text) {
        return new Answer(503, "application/json", Optional.empty(), bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    Optional<String> errorType() {
        return errorType;
    }

    byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return "Answer[" + status + ", body redacted]";
    }
}
