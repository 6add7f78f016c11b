package dev.secrets;

import dev.secrets.model.SecretValue;

/** An access key that was just made, with its secret part, which is not to be had again. Shows its id alone. */
public final class NewAccessKey {
    private final AccessKey key;
    private final SecretValue secret;

    NewAccessKey(AccessKey key, SecretValue secret) {
        this.key = key;
        this.secret = secret;
    }

    /** Returns the key. */
    public AccessKey key() {
        return key;
    }

    /** Returns the secret part, 40 characters; to be closed when it was handed over. */
    public SecretValue secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "NewAccessKey[" + key.id() + ", secret redacted]";
    }
}
