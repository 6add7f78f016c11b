package dev.secrets.engine;

import dev.secrets.state.Identity;

/**
 * The ARNs of the secrets of one partition, region and account.
 *
 * @param partition such as {@code aws}
 * @param region such as {@code us-east-1}
 * @param account twelve digits
 */
public record Arns(String partition, String region, String account) {
    /** Returns the ARN of the secret (checklist ID-04). */
    public String of(Identity secret) {
        return of(secret.name(), secret.suffix());
    }

    /** Returns the ARNs of the same account in another region. */
    public Arns in(String otherRegion) {
        return new Arns(partition, otherRegion, account);
    }

    /** Returns the ARNs of another account in the same region. */
    Arns ofAccount(String otherAccount) {
        return new Arns(partition, region, otherAccount);
    }

    /** Returns whether the ARN is that of a secret of this account and region. */
    boolean include(String arn) {
        return arn.startsWith(prefix());
    }

    /** Returns the ARN that a secret of this name would have with this suffix. */
    String of(String name, String suffix) {
        return prefix().concat(name + "-" + suffix);
    }

    /** Returns what all these ARNs begin with. */
    String prefix() {
        return "arn:" + partition + ":secretsmanager:" + region + ":" + account + ":secret:";
    }

    /** Returns the ARN of a key: the id if it is one, that of an alias, or that of a key. */
    public String ofKey(String kmsKeyId) {
        if (kmsKeyId.startsWith("arn:")) {
            return kmsKeyId;
        }
        String resource = kmsKeyId.startsWith("alias/") ? kmsKeyId : "key/" + kmsKeyId;
        return "arn:" + partition + ":kms:" + region + ":" + account + ":" + resource;
    }

    /** Returns the ARN of the account's root user, as whom the owner of the store acts. */
    String root() {
        return "arn:" + partition + ":iam::" + account + ":root";
    }
}
