package dev.secrets.engine;

import dev.secrets.policy.PolicyDocument;
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
    static OpenedSecret of(StoredSecret record, Secret secret, Arns arns, CompiledPolicies policies) {
        return new OpenedSecret(
                record,
                secret,
                arns.of(secret.identity()),
                secret.settings().resourcePolicy().map(policies::of));
    }

    /** Returns whether it was opened from this record. Where the store answers the same object again, nothing is compared. */
    boolean isOf(StoredSecret found) {
        return record == found || record.equals(found);
    }

    /** Returns the same secret as a change of anything but its policy makes it. */
    OpenedSecret changed(Secret after) {
        return new OpenedSecret(record, after, arn, resourcePolicy);
    }
}
