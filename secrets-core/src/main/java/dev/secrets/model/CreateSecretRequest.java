package dev.secrets.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks for a new secret, with or without a first value.
 *
 * <p>Immutable. The short constructor takes what is required; each method named after a member returns a copy with that member set.
 *
 * @param name the name, 1 to 512 ASCII letters, digits and {@code /_+=.@!-}
 * @param clientRequestToken the id of the version that this call makes and what makes a repeated call harmless; 32 to 64
 * characters; a random UUID when absent
 * @param description free text of at most 2048 characters
 * @param kmsKeyId the key that values are encrypted with; the default key {@code aws/secretsmanager} when absent or empty; at
 * most 2048 characters
 * @param secretBinary the value as bytes, 1 to 65536 of them; excludes {@code secretString}
 * @param secretString the value as text, 1 to 65536 bytes in UTF-8; excludes {@code secretBinary}
 * @param tags tags, at most 50 with distinct keys
 * @param addReplicaRegions regions to copy the secret to, at least one
 * @param forceOverwriteReplicaSecret whether a secret of the same name in a replica region is overwritten; not when absent
 * @param type the kind of a managed external secret, at most 256 characters
 */
public record CreateSecretRequest(
        String name,
        Optional<String> clientRequestToken,
        Optional<String> description,
        Optional<String> kmsKeyId,
        Optional<SecretValue> secretBinary,
        Optional<SecretValue> secretString,
        Optional<List<Tag>> tags,
        Optional<List<ReplicaRegionType>> addReplicaRegions,
        Optional<Boolean> forceOverwriteReplicaSecret,
        Optional<String> type) {
    /** @throws ValidationException if a member is outside its limits */
    public CreateSecretRequest {
        new Violations()
                .length("name", name, 1, 512)
                .length("clientRequestToken", clientRequestToken, 32, 64)
                .length("description", description, 0, 2048)
                .length("kmsKeyId", kmsKeyId, 0, 2048)
                .payload("secretBinary", secretBinary, SecretValue.Kind.BINARY)
                .payload("secretString", secretString, SecretValue.Kind.STRING)
                .size("addReplicaRegions", addReplicaRegions, 1, Integer.MAX_VALUE)
                .length("type", type, 0, 256)
                .check();
        tags = Copies.of(tags);
        addReplicaRegions = Copies.of(addReplicaRegions);
    }

    /** Creates a request with only the required members. */
    public CreateSecretRequest(String name) {
        this(
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns a copy of this request with {@link #clientRequestToken()} set. */
    public CreateSecretRequest clientRequestToken(String clientRequestToken) {
        return new CreateSecretRequest(
                name,
                Optional.of(clientRequestToken),
                description,
                kmsKeyId,
                secretBinary,
                secretString,
                tags,
                addReplicaRegions,
                forceOverwriteReplicaSecret,
                type);
    }

    /** Returns a copy of this request with {@link #description()} set. */
    public CreateSecretRequest description(String description) {
        return new CreateSecretRequest(
                name,
                clientRequestToken,
                Optional.of(description),
                kmsKeyId,
                secretBinary,
                secretString,
                tags,
                addReplicaRegions,
                forceOverwriteReplicaSecret,
                type);
    }

    /** Returns a copy of this request with {@link #kmsKeyId()} set. */
    public CreateSecretRequest kmsKeyId(String kmsKeyId) {
        return new CreateSecretRequest(
                name,
                clientRequestToken,
                description,
                Optional.of(kmsKeyId),
                secretBinary,
                secretString,
                tags,
                addReplicaRegions,
                forceOverwriteReplicaSecret,
                type);
    }

    /** Returns a copy of this request with {@link #secretBinary()} set. */
    public CreateSecretRequest secretBinary(SecretValue secretBinary) {
        return new CreateSecretRequest(
                name,
                clientRequestToken,
                description,
                kmsKeyId,
                Optional.of(secretBinary),
                secretString,
                tags,
                addReplicaRegions,
                forceOverwriteReplicaSecret,
                type);
    }

    /** Returns a copy of this request with {@link #secretBinary()} set. */
    public CreateSecretRequest secretBinary(byte[] secretBinary) {
        return secretBinary(SecretValue.copyOf(secretBinary));
    }

    /** Returns a copy of this request with {@link #secretString()} set. */
    public CreateSecretRequest secretString(SecretValue secretString) {
        return new CreateSecretRequest(
                name,
                clientRequestToken,
                description,
                kmsKeyId,
                secretBinary,
                Optional.of(secretString),
                tags,
                addReplicaRegions,
                forceOverwriteReplicaSecret,
                type);
    }

    /** Returns a copy of this request with {@link #secretString()} set. */
    public CreateSecretRequest secretString(String secretString) {
        return secretString(SecretValue.ofString(secretString));
    }

    /** Returns a copy of this request with {@link #tags()} set. */
    public CreateSecretRequest tags(List<Tag> tags) {
        return new CreateSecretRequest(
                name,
                clientRequestToken,
                description,
                kmsKeyId,
                secretBinary,
                secretString,
                Optional.of(tags),
                addReplicaRegions,
                forceOverwriteReplicaSecret,
                type);
    }

    /** Returns a copy of this request with the tags of the map, in its order. */
    public CreateSecretRequest tags(Map<String, String> tags) {
        return tags(Tag.listOf(tags));
    }

    /** Returns a copy of this request with {@link #addReplicaRegions()} set. */
    public CreateSecretRequest addReplicaRegions(List<ReplicaRegionType> addReplicaRegions) {
        return new CreateSecretRequest(
                name,
                clientRequestToken,
                description,
                kmsKeyId,
                secretBinary,
                secretString,
                tags,
                Optional.of(addReplicaRegions),
                forceOverwriteReplicaSecret,
                type);
    }

    /** Returns a copy of this request with {@link #addReplicaRegions()} set. */
    public CreateSecretRequest addReplicaRegions(ReplicaRegionType... addReplicaRegions) {
        return addReplicaRegions(List.of(addReplicaRegions));
    }

    /** Returns a copy of this request with {@link #forceOverwriteReplicaSecret()} set. */
    public CreateSecretRequest forceOverwriteReplicaSecret(boolean forceOverwriteReplicaSecret) {
        return new CreateSecretRequest(
                name,
                clientRequestToken,
                description,
                kmsKeyId,
                secretBinary,
                secretString,
                tags,
                addReplicaRegions,
                Optional.of(forceOverwriteReplicaSecret),
                type);
    }

    /** Returns a copy of this request with {@link #type()} set. */
    public CreateSecretRequest type(String type) {
        return new CreateSecretRequest(
                name,
                clientRequestToken,
                description,
                kmsKeyId,
                secretBinary,
                secretString,
                tags,
                addReplicaRegions,
                forceOverwriteReplicaSecret,
                Optional.of(type));
    }

    /** Returns a copy of this request with {@link #secretString()} or {@link #secretBinary()} set, by the kind of the value. */
    public CreateSecretRequest secretValue(SecretValue value) {
        return value.kind() == SecretValue.Kind.STRING ? secretString(value) : secretBinary(value);
    }
}
