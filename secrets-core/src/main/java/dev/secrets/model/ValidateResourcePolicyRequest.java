package dev.secrets.model;

import java.util.Optional;

/**
 * Asks what is wrong with a resource policy; nothing is stored.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param secretId the secret that the policy is meant for
 * @param resourcePolicy the policy as JSON text, 1 to 20480 characters
 */
public record ValidateResourcePolicyRequest(Optional<String> secretId, String resourcePolicy) {
    /** @throws ValidationException if a member is outside its limits */
    public ValidateResourcePolicyRequest {
        new Violations()
                .length("secretId", secretId, 1, 2048)
                .length("resourcePolicy", resourcePolicy, 1, 20480)
                .check();
    }

    /** Creates a request with only the required members. */
    public ValidateResourcePolicyRequest(String resourcePolicy) {
        this(Optional.empty(), resourcePolicy);
    }

    /** Returns a copy of this request with {@link #secretId()} set. */
    public ValidateResourcePolicyRequest secretId(String secretId) {
        return new ValidateResourcePolicyRequest(Optional.of(secretId), resourcePolicy);
    }
}
