package dev.secrets.model;

import java.util.List;
import java.util.Optional;

/**
 * Asks for a new version with a value.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param secretId name, ARN, or ARN without its six-character suffix; 1 to 2048 characters
 * @param clientRequestToken the id of the version that this call makes and what makes a repeated call harmless; 32 to 64
 * characters; a random UUID when absent
 * @param secretBinary the value as bytes, 1 to 65536 of them; excludes {@code secretString}
 * @param secretString the value as text, 1 to 65536 bytes in UTF-8; excludes {@code secretBinary}
 * @param versionStages 1 to 20 staging labels for the new version; AWSCURRENT when absent
 * @param rotationToken proof that the call comes from a rotation, 36 to 256 letters, digits and hyphens
 */
public record PutSecretValueRequest(
        String secretId,
        Optional<String> clientRequestToken,
        Optional<SecretValue> secretBinary,
        Optional<SecretValue> secretString,
        Optional<List<String>> versionStages,
        Optional<SecretValue> rotationToken) {
    /** @throws ValidationException if a member is outside its limits */
    public PutSecretValueRequest {
        new Violations()
                .length("secretId", secretId, 1, 2048)
                .length("clientRequestToken", clientRequestToken, 32, 64)
                .payload("secretBinary", secretBinary, SecretValue.Kind.BINARY)
                .payload("secretString", secretString, SecretValue.Kind.STRING)
                .size("versionStages", versionStages, 1, 20)
                .items("versionStages", versionStages, 1, 256)
                .rotationToken("rotationToken", rotationToken)
                .check();
        versionStages = Copies.of(versionStages);
    }

    /** Creates a request with only the required members. */
    public PutSecretValueRequest(String secretId) {
        this(secretId, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns a copy of this request with {@link #clientRequestToken()} set. */
    public PutSecretValueRequest clientRequestToken(String clientRequestToken) {
        return new PutSecretValueRequest(
                secretId, Optional.of(clientRequestToken), secretBinary, secretString, versionStages, rotationToken);
    }

    /** Returns a copy of this request with {@link #secretBinary()} set. */
    public PutSecretValueRequest secretBinary(SecretValue secretBinary) {
        return new PutSecretValueRequest(
                secretId, clientRequestToken, Optional.of(secretBinary), secretString, versionStages, rotationToken);
    }

    /** Returns a copy of this request with {@link #secretBinary()} set. */
    public PutSecretValueRequest secretBinary(byte[] secretBinary) {
        return secretBinary(SecretValue.copyOf(secretBinary));
    }

    /** Returns a copy of this request with {@link #secretString()} set. */
    public PutSecretValueRequest secretString(SecretValue secretString) {
        return new PutSecretValueRequest(
                secretId, clientRequestToken, secretBinary, Optional.of(secretString), versionStages, rotationToken);
    }

    /** Returns a copy of this request with {@link #secretString()} set. */
    public PutSecretValueRequest secretString(String secretString) {
        return secretString(SecretValue.ofString(secretString));
    }

    /** Returns a copy of this request with {@link #versionStages()} set. */
    public PutSecretValueRequest versionStages(List<String> versionStages) {
        return new PutSecretValueRequest(
                secretId, clientRequestToken, secretBinary, secretString, Optional.of(versionStages), rotationToken);
    }

    /** Returns a copy of this request with {@link #versionStages()} set. */
    public PutSecretValueRequest versionStages(String... versionStages) {
        return versionStages(List.of(versionStages));
    }

    /** Returns a copy of this request with {@link #rotationToken()} set. */
    public PutSecretValueRequest rotationToken(SecretValue rotationToken) {
        return new PutSecretValueRequest(
                secretId, clientRequestToken, secretBinary, secretString, versionStages, Optional.of(rotationToken));
    }

    /** Returns a copy of this request with {@link #rotationToken()} set. */
    public PutSecretValueRequest rotationToken(String rotationToken) {
        return rotationToken(SecretValue.ofString(rotationToken));
    }

    /** Returns a copy of this request with {@link #secretString()} or {@link #secretBinary()} set, by the kind of the value. */
    public PutSecretValueRequest secretValue(SecretValue value) {
        return value.kind() == SecretValue.Kind.STRING ? secretString(value) : secretBinary(value);
    }
}
