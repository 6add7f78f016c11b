package dev.secrets.model;

/**
 * Asks to remove the resource policy of a secret.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 */
public record DeleteResourcePolicyRequest(String secretId) {
    /** @throws ValidationException if a member is outside its limits */
    public DeleteResourcePolicyRequest {
        new Violations().length("secretId", secretId, 1, 2048).check();
    }
}
