package dev.secrets.model;

/**
 * Asks to turn automatic rotation off and to stop a rotation under way.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 */
public record CancelRotateSecretRequest(String secretId) {
    /** @throws ValidationException if a member is outside its limits */
    public CancelRotateSecretRequest {
        new Violations().length("secretId", secretId, 1, 2048).check();
    }
}
