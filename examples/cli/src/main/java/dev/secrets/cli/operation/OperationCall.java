package dev.secrets.cli.operation;

import dev.secrets.SecretsManager;
import dev.secrets.cli.json.JsonReading;
import dev.secrets.cli.json.JsonWriting;
import dev.secrets.wire.JsonProtocol;
import dev.secrets.wire.WireResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls one operation of a secrets manager with plain values. */
final class OperationCall {
    private final JsonProtocol protocol;
    private final SecretsManager secrets;
    private final String operation;

    OperationCall(JsonProtocol protocol, SecretsManager secrets, String operation) {
        this.protocol = protocol;
        this.secrets = secrets;
        this.operation = operation;
    }

    /**
     * Returns the answer.
     *
     * @throws ServiceError if the operation is refused or fails
     */
    Map<String, @Nullable Object> answer(Map<String, @Nullable Object> request) {
        byte[] json = JsonWriting.compact(request).getBytes(StandardCharsets.UTF_8);
        WireResponse response = protocol.handle(secrets, operation, json);
        if (response.errorType().isPresent()) {
            throw ServiceError.of(operation, response);
        }
        return JsonReading.object(response.body());
    }
}
