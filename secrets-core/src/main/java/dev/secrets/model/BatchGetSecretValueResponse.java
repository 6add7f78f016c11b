package dev.secrets.model;

import java.util.List;
import java.util.Optional;

/**
 * The values found and what stood in the way of the others.
 *
 * @param secretValues the values (AWS: SecretValueEntry), in the order asked for
 * @param nextToken where the next page begins; absent on the last
 * @param errors one entry for each secret whose value could not be given
 */
public record BatchGetSecretValueResponse(
        List<GetSecretValueResponse> secretValues, Optional<String> nextToken, List<ApiErrorType> errors) {
    /** Copies the collections. */
    public BatchGetSecretValueResponse {
        secretValues = Copies.of(secretValues);
        errors = Copies.of(errors);
    }
}
