package dev.secrets.model;

/**
 * Asks for the resource policy of a secret.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 */
public record GetResourcePolicyRequest(String secretId) {
    /** @throws ValidationException if a member is outside its limits */
    public GetResourcePolicyRequest {
        new Violations().length("secretId", secretId, 1, 2048).check();
    }
}
