package dev.secrets.model;

import java.util.Optional;

/**
 * Asks for the value of one version; the current one when neither id nor label is given.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 * @param versionId the version, 32 to 64 characters
 * @param versionStage the staging label that the version carries, 1 to 256 characters
 */
public record GetSecretValueRequest(String secretId, Optional<String> versionId, Optional<String> versionStage) {
    /** @throws ValidationException if a member is outside its limits */
    public GetSecretValueRequest {
        new Violations()
                .length("secretId", secretId, 1, 2048)
                .length("versionId", versionId, 32, 64)
                .length("versionStage", versionStage, 1, 256)
                .check();
    }

    /** Creates a request with only the required members. */
    public GetSecretValueRequest(String secretId) {
        this(secretId, Optional.empty(), Optional.empty());
    }

    /** Returns a copy of this request with {@link #versionId()} set. */
    public GetSecretValueRequest versionId(String versionId) {
        return new GetSecretValueRequest(secretId, Optional.of(versionId), versionStage);
    }

    /** Returns a copy of this request with {@link #versionStage()} set. */
    public GetSecretValueRequest versionStage(String versionStage) {
        return new GetSecretValueRequest(secretId, versionId, Optional.of(versionStage));
    }
}
