package dev.secrets.engine;

/** An operation on one secret. */
public interface SecretOperation extends Operation {
    /** Returns the secret as the caller names it: by name, ARN, or ARN without suffix. */
    String secretId();
}
