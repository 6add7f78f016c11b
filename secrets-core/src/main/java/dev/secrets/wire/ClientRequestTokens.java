package dev.secrets.wire;

import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.UpdateSecretRequest;
import java.util.Optional;

/**
 * Refuses a request that makes a version and has no ClientRequestToken, before anything is known of its secret (section 3.3 of
 * the reference; checklist CREATE-03, PUT-16, UPD-13, ROT-26). The Java API makes a token up, as the AWS SDKs do; who speaks the
 * protocol by hand must say which.
 */
final class ClientRequestTokens {
    private static final String MISSING =
            "You must provide a ClientRequestToken value. We recommend a UUID-type value.";

    private ClientRequestTokens() {}

    /** Demands the token if there is a value; without one no version is made. */
    static CreateSecretRequest demanded(CreateSecretRequest request) {
        if (request.secretString().isPresent() || request.secretBinary().isPresent()) {
            demand(request.clientRequestToken());
        }
        return request;
    }

    static PutSecretValueRequest demanded(PutSecretValueRequest request) {
        demand(request.clientRequestToken());
        return request;
    }

    /** Demands the token even if there is no value, as the service does. */
    static UpdateSecretRequest demanded(UpdateSecretRequest request) {
        demand(request.clientRequestToken());
        return request;
    }

    /** Refuses with another error than the rest, as the service does. */
    static RotateSecretRequest demanded(RotateSecretRequest request) {
        if (request.clientRequestToken().isEmpty()) {
            throw new InvalidParameterException(MISSING);
        }
        return request;
    }

    private static void demand(Optional<String> token) {
        if (token.isEmpty()) {
            throw new InvalidRequestException(MISSING);
        }
    }
}
