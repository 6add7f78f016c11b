package dev.secrets.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.secrets.keys.KeyManager;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicySyntaxException;
import dev.secrets.policy.PolicyType;
import java.util.Optional;

/** The policies of keys, compiled once for each text. Thread-safe. */
final class KeyPolicies {
    private static final long KEPT = 1000;

    private final KeyManager keys;
    private final Cache<String, PolicyDocument> compiled =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    KeyPolicies(KeyManager keys) {
        this.keys = keys;
    }

    Optional<PolicyDocument> of(String kmsKeyId) {
        return keys.managedKeys().policyOf(kmsKeyId).map(policy -> compiled.get(policy, KeyPolicies::compile));
    }

    /** A stored policy was accepted when it was stored; one that does not parse any more must not be passed over. */
    private static PolicyDocument compile(String policy) {
        try {
            return PolicyDocument.parse(policy, PolicyType.RESOURCE);
        } catch (PolicySyntaxException newlyRefused) {
            throw new IllegalStateException("A stored key policy can't be read", newlyRefused);
        }
    }
}
