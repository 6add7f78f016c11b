package dev.secrets.model;

import java.util.Optional;

/**
 * Asks to store a resource policy in place of the one before.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 * @param resourcePolicy the policy as JSON text, 1 to 20480 characters
 * @param blockPublicPolicy whether a policy that grants access to everybody is refused; not when absent
 */
public record PutResourcePolicyRequest(String secretId, String resourcePolicy, Optional<Boolean> blockPublicPolicy) {
    /** @throws ValidationException if a member is outside its limits */
    public PutResourcePolicyRequest {
        new Violations()
                .length("secretId", secretId, 1, 2048)
                .length("resourcePolicy", resourcePolicy, 1, 20480)
                .check();
    }

    /** Creates a request with only the required members. */
    public PutResourcePolicyRequest(String secretId, String resourcePolicy) {
        this(secretId, resourcePolicy, Optional.empty());
    }

    /** Returns a copy of this request with {@link #blockPublicPolicy()} set. */
    public PutResourcePolicyRequest blockPublicPolicy(boolean blockPublicPolicy) {
        return new PutResourcePolicyRequest(secretId, resourcePolicy, Optional.of(blockPublicPolicy));
    }
}
