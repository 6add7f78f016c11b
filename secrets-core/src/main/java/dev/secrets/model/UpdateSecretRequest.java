package dev.secrets.model;

import java.util.Optional;

/**
 * Asks to change a secret's description, key or type, or to give it a new current value.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 * @param clientRequestToken the id of the version that this call makes and what makes a repeated call harmless; 32 to 64
 * characters; a random UUID when absent
 * @param description free text of at most 2048 characters; empty to remove it
 * @param kmsKeyId the key that values are encrypted with from now on; empty for the default key; at most 2048 characters
 * @param secretBinary the value as bytes, 1 to 65536 of them; excludes {@code secretString}
 * @param secretString the value as text, 1 to 65536 bytes in UTF-8; excludes {@code secretBinary}
 * @param type the kind of a managed external secret, at most 256 characters
 */
public record UpdateSecretRequest(
        String secretId,
        Optional<String> clientRequestToken,
        Optional<String> description,
        Optional<String> kmsKeyId,
        Optional<SecretValue> secretBinary,
        Optional<SecretValue> secretString,
        Optional<String> type) {
    /** @throws ValidationException if a member is outside its limits */
    public UpdateSecretRequest {
        new Violations()
                .length("secretId", secretId, 1, 2048)
                .length("clientRequestToken", clientRequestToken, 32, 64)
                .length("description", description, 0, 2048)
                .length("kmsKeyId", kmsKeyId, 0, 2048)
                .payload("secretBinary", secretBinary, SecretValue.Kind.BINARY)
                .payload("secretString", secretString, SecretValue.Kind.STRING)
                .length("type", type, 0, 256)
                .check();
    }

    /** Creates a request with only the required members. */
    public UpdateSecretRequest(String secretId) {
        this(
                secretId,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns a copy of this request with {@link #clientRequestToken()} set. */
    public UpdateSecretRequest clientRequestToken(String clientRequestToken) {
        return new UpdateSecretRequest(
                secretId, Optional.of(clientRequestToken), description, kmsKeyId, secretBinary, secretString, type);
    }

    /** Returns a copy of this request with {@link #description()} set. */
    public UpdateSecretRequest description(String description) {
        return new UpdateSecretRequest(
                secretId, clientRequestToken, Optional.of(description), kmsKeyId, secretBinary, secretString, type);
    }

    /** Returns a copy of this request with {@link #kmsKeyId()} set. */
    public UpdateSecretRequest kmsKeyId(String kmsKeyId) {
        return new UpdateSecretRequest(
                secretId, clientRequestToken, description, Optional.of(kmsKeyId), secretBinary, secretString, type);
    }

    /** Returns a copy of this request with {@link #secretBinary()} set. */
    public UpdateSecretRequest secretBinary(SecretValue secretBinary) {
        return new UpdateSecretRequest(
                secretId, clientRequestToken, description, kmsKeyId, Optional.of(secretBinary), secretString, type);
    }

    /** Returns a copy of this request with {@link #secretBinary()} set. */
    public UpdateSecretRequest secretBinary(byte[] secretBinary) {
        return secretBinary(SecretValue.copyOf(secretBinary));
    }

    /** Returns a copy of this request with {@link #secretString()} set. */
    public UpdateSecretRequest secretString(SecretValue secretString) {
        return new UpdateSecretRequest(
                secretId, clientRequestToken, description, kmsKeyId, secretBinary, Optional.of(secretString), type);
    }

    /** Returns a copy of this request with {@link #secretString()} set. */
    public UpdateSecretRequest secretString(String secretString) {
        return secretString(SecretValue.ofString(secretString));
    }

    /** Returns a copy of this request with {@link #type()} set. */
    public UpdateSecretRequest type(String type) {
        return new UpdateSecretRequest(
                secretId, clientRequestToken, description, kmsKeyId, secretBinary, secretString, Optional.of(type));
    }

    /** Returns a copy of this request with {@link #secretString()} or {@link #secretBinary()} set, by the kind of the value. */
    public UpdateSecretRequest secretValue(SecretValue value) {
        return value.kind() == SecretValue.Kind.STRING ? secretString(value) : secretBinary(value);
    }
}
