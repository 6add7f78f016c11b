package dev.secrets.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicySyntaxException;
import dev.secrets.policy.PolicyType;

/**
 * Resource policies, compiled once for all secrets that have the same text, as those of one team or one template do; kept as long
 * as one of the secrets is. Thread-safe.
 */
final class CompiledPolicies {
    private final Cache<String, PolicyDocument> byText =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    /**
     * Returns the policy.
     *
     * @throws IllegalStateException if it can't be read: it was accepted when it was stored, and must not be passed over now
     */
    PolicyDocument of(String text) {
        return byText.get(text, CompiledPolicies::compile);
    }

    private static PolicyDocument compile(String text) {
        try {
            return PolicyDocument.parse(text, PolicyType.RESOURCE);
        } catch (PolicySyntaxException newlyRefused) {
            throw new IllegalStateException("A stored resource policy can't be read", newlyRefused);
        }
    }
}
