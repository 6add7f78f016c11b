package dev.secrets;

import dev.secrets.model.SecretValue;

/** An access key with its secret part. */
final class AccessKeyContent {
    private final AccessKey key;
    private final SecretValue secret;

    AccessKeyContent(AccessKey key, SecretValue secret) {
        this.key = key;
        this.secret = secret;
    }

    AccessKey key() {
        return key;
    }

    SecretValue secret() {
        return secret;
    }

    AccessKeyContent enabled(boolean enabled) {
        return new AccessKeyContent(new AccessKey(key.id(), key.caller(), key.createdDate(), enabled), secret);
    }

    @Override
    public String toString() {
        return "AccessKeyContent[" + key.id() + ", secret redacted]";
    }
}
