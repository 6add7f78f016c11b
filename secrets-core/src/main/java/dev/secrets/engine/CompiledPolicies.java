package dev.secrets.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicySyntaxException;
import dev.secrets.policy.PolicyType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resource policies, compiled once for all secrets that have the same text, as those of one team or one template do; kept as long
 * as one of the secrets is. Thread-safe.
 */
final class CompiledPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(CompiledPolicies.class);

    /** What a policy that can't be read was to deny is not known. */
    private static final PolicyDocument DENY_ALL = PolicyDocument.parse("""
            {"Version": "2012-10-17", "Statement": {
              "Sid": "UnreadablePolicy", "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}}
            """, PolicyType.RESOURCE);

    private final Cache<String, PolicyDocument> byText =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    /**
     * Returns the policy; for one that can't be read, which was accepted when it was stored and must not be passed over now, a policy
     * that denies everything. So the owner can still replace it (O22), and what else there is can be listed.
     */
    PolicyDocument of(String text) {
        return byText.get(text, CompiledPolicies::compile);
    }

    private static PolicyDocument compile(String text) {
        try {
            return PolicyDocument.parse(text, PolicyType.RESOURCE);
        } catch (PolicySyntaxException newlyRefused) {
            LOG.error(
                    "A stored resource policy can't be read, and denies everything until it is replaced", newlyRefused);
            return DENY_ALL;
        }
    }
}
