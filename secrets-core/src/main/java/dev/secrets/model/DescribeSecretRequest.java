package dev.secrets.model;

/**
 * Asks for everything about a secret but its values.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 */
public record DescribeSecretRequest(String secretId) {
    /** @throws ValidationException if a member is outside its limits */
    public DescribeSecretRequest {
        new Violations().length("secretId", secretId, 1, 2048).check();
    }
}
