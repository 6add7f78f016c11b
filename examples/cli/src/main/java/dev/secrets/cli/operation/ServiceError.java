package dev.secrets.cli.operation;

import dev.secrets.cli.json.JsonReading;
import dev.secrets.wire.WireResponse;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An operation was refused or failed; printed as the AWS CLI does. */
public final class ServiceError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ServiceError(String message) {
        super(message, null, false, false);
    }

    static ServiceError of(String operation, WireResponse response) {
        Map<String, @Nullable Object> body = JsonReading.object(response.body());
        Object message = Objects.requireNonNullElse(body.get("Message"), body.get("message"));
        return new ServiceError("An error occurred (" + response.errorType().orElse("Unknown") + ") when calling the "
                + operation + " operation: " + message);
    }
}
