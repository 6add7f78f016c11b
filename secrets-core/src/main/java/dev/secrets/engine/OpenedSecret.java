package dev.secrets.engine;

import dev.secrets.policy.PolicyDocument;
import dev.secrets.policy.PolicySyntaxException;
import dev.secrets.policy.PolicyType;
import dev.secrets.state.Secret;
import dev.secrets.store.StoredSecret;
import java.util.Optional;

/**
 * A stored record with its metadata opened. Holds no value, so it may be kept; what it was opened from is kept with it, since it
 * may be used again only for exactly the same record.
 *
 * @param record what was opened
 * @param secret what it says
 * @param arn the secret's ARN
 * @param resourcePolicy its resource policy, compiled
 */
record OpenedSecret(StoredSecret record, Secret secret, String arn, Optional<PolicyDocument> resourcePolicy) {
    static OpenedSecret of(StoredSecret record, Secret secret, Arns arns) {
        return new OpenedSecret(
                record,
                secret,
                arns.of(secret.identity()),
                secret.settings().resourcePolicy().map(OpenedSecret::compile));
    }

    /** Returns whether it was opened from this record. Where the store answers the same object again, nothing is compared. */
    boolean isOf(StoredSecret found) {
        return record == found || record.equals(found);
    }

    /** Returns the same secret as a change of anything but its policy makes it. */
    OpenedSecret changed(Secret after) {
        return new OpenedSecret(record, after, arn, resourcePolicy);
    }

    /** A stored policy was accepted when it was stored; one that does not parse any more must not be passed over. */
    private static PolicyDocument compile(String policy) {
        try {
            return PolicyDocument.parse(policy, PolicyType.RESOURCE);
        } catch (PolicySyntaxException newlyRefused) {
            throw new IllegalStateException("A stored resource policy can't be read", newlyRefused);
        }
    }
}
