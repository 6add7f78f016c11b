package dev.secrets.credentials;

import dev.secrets.model.SecretValue;

/**
 * A key to an API and its secret part: {@code {"api_key": ..., "secret_key": ...}}, both strings. Members not listed here are kept.
 *
 * <p>Each method named after a member sets it and returns a new key; this one stays as it is. Thread-safe.
 */
public final class ApiKey implements AutoCloseable {
    private final SecretValue text;
    private final SecretValue apiKey;
    private final SecretValue secretKey;

    /**
     * Makes a key of its two parts.
     *
     * @param apiKey the part that names the key, text; copied
     * @param secretKey the part that proves it, text; copied
     * @throws CredentialsFormatException if either is binary
     */
    public ApiKey(SecretValue apiKey, SecretValue secretKey) {
        this(JsonDocument.empty(ApiKey.class).put("api_key", apiKey).put("secret_key", secretKey));
    }

    private ApiKey(JsonDocument json) {
        apiKey = json.secret("api_key");
        secretKey = json.secret("secret_key");
        text = json.text();
    }

    /**
     * Reads a key from the text of a secret, which is copied.
     *
     * @throws CredentialsFormatException if the text is not such a JSON object
     */
    public static ApiKey parse(SecretValue text) {
        return new ApiKey(JsonDocument.parse(ApiKey.class, text));
    }

    /** Returns the part that names the key. It belongs to this key and is closed with it. */
    public SecretValue apiKey() {
        return apiKey;
    }

    /** Returns the part that proves the key. It belongs to this key and is closed with it. */
    public SecretValue secretKey() {
        return secretKey;
    }

    /**
     * Returns this key with another name.
     *
     * @throws CredentialsFormatException if it is binary
     */
    public ApiKey apiKey(SecretValue key) {
        return new ApiKey(json().put("api_key", key));
    }

    /**
     * Returns this key with another secret part.
     *
     * @throws CredentialsFormatException if it is binary
     */
    public ApiKey secretKey(SecretValue secret) {
        return new ApiKey(json().put("secret_key", secret));
    }

    /** Returns the text of a secret that holds this key, a value of the caller's own. */
    public SecretValue toSecretValue() {
        return json().text();
    }

    /** Overwrites the secrets that this key holds. */
    @Override
    public void close() {
        apiKey.close();
        secretKey.close();
        text.close();
    }

    @Override
    public String toString() {
        return "ApiKey[redacted]";
    }

    private JsonDocument json() {
        return JsonDocument.parse(ApiKey.class, text);
    }
}
