package dev.secrets.model;

import java.util.Optional;

/**
 * Asks to attach, move or detach one staging label.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 * @param versionStage the staging label, 1 to 256 characters
 * @param removeFromVersionId the version that carries the label now
 * @param moveToVersionId the version that shall carry it
 */
public record UpdateSecretVersionStageRequest(
        String secretId, String versionStage, Optional<String> removeFromVersionId, Optional<String> moveToVersionId) {
    /** @throws ValidationException if a member is outside its limits */
    public UpdateSecretVersionStageRequest {
        new Violations()
                .length("secretId", secretId, 1, 2048)
                .length("versionStage", versionStage, 1, 256)
                .length("removeFromVersionId", removeFromVersionId, 32, 64)
                .length("moveToVersionId", moveToVersionId, 32, 64)
                .check();
    }

    /** Creates a request with only the required members. */
    public UpdateSecretVersionStageRequest(String secretId, String versionStage) {
        this(secretId, versionStage, Optional.empty(), Optional.empty());
    }

    /** Returns a copy of this request with {@link #removeFromVersionId()} set. */
    public UpdateSecretVersionStageRequest removeFromVersionId(String removeFromVersionId) {
        return new UpdateSecretVersionStageRequest(
                secretId, versionStage, Optional.of(removeFromVersionId), moveToVersionId);
    }

    /** Returns a copy of this request with {@link #moveToVersionId()} set. */
    public UpdateSecretVersionStageRequest moveToVersionId(String moveToVersionId) {
        return new UpdateSecretVersionStageRequest(
                secretId, versionStage, removeFromVersionId, Optional.of(moveToVersionId));
    }
}
