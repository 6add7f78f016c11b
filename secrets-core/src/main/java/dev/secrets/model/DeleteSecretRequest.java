package dev.secrets.model;

import java.util.Optional;

/**
 * Asks to delete a secret: after a recovery window, or at once.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 * @param recoveryWindowInDays how long the secret can be restored, 7 to 30 days; 30 when absent
 * @param forceDeleteWithoutRecovery whether to delete at once, without recovery; not when absent
 */
public record DeleteSecretRequest(
        String secretId, Optional<Long> recoveryWindowInDays, Optional<Boolean> forceDeleteWithoutRecovery) {
    /** @throws ValidationException if a member is outside its limits */
    public DeleteSecretRequest {
        new Violations().length("secretId", secretId, 1, 2048).check();
    }

    /** Creates a request with only the required members. */
    public DeleteSecretRequest(String secretId) {
        this(secretId, Optional.empty(), Optional.empty());
    }

    /** Returns a copy of this request with {@link #recoveryWindowInDays()} set. */
    public DeleteSecretRequest recoveryWindowInDays(long recoveryWindowInDays) {
        return new DeleteSecretRequest(secretId, Optional.of(recoveryWindowInDays), forceDeleteWithoutRecovery);
    }

    /** Returns a copy of this request with {@link #forceDeleteWithoutRecovery()} set. */
    public DeleteSecretRequest forceDeleteWithoutRecovery(boolean forceDeleteWithoutRecovery) {
        return new DeleteSecretRequest(secretId, recoveryWindowInDays, Optional.of(forceDeleteWithoutRecovery));
    }
}
