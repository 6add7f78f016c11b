package dev.secrets.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The value of one version. The same type serves the entries of a batch (AWS: SecretValueEntry). The value is the receiver's to
 * close, which overwrites it; what {@link #as(Class)} returns is a copy.
 *
 * @param arn the full ARN of the secret
 * @param name the name of the secret
 * @param versionId the id of the version
 * @param secretValue the value, text or bytes
 * @param versionStages the staging labels of the version; empty if it has none
 * @param createdDate when the version was made
 * @param reader what {@link #as(Class)} reads with
 */
public record GetSecretValueResponse(
        String arn,
        String name,
        String versionId,
        SecretValue secretValue,
        List<String> versionStages,
        Instant createdDate,
        ValueReader reader) {
    /** Copies the labels. */
    public GetSecretValueResponse {
        versionStages = List.copyOf(versionStages);
    }

    /** Returns the value if it is text; exactly one of this and {@link #secretBinary} is present. */
    public Optional<String> secretString() {
        return is(SecretValue.Kind.STRING) ? Optional.of(secretValue.revealString()) : Optional.empty();
    }

    /** Returns a copy of the value if it is bytes. */
    public Optional<byte[]> secretBinary() {
        return is(SecretValue.Kind.BINARY) ? Optional.of(secretValue.reveal()) : Optional.empty();
    }

    /**
     * Returns the value as a typed secret: {@code DatabaseCredentials}, {@code ApiKey}, {@code OAuthTokens}, {@code SshKeyPair},
     * {@code String} or {@code byte[]}.
     *
     * @throws IllegalArgumentException if the type is none of these
     * @throws RuntimeException if the value does not have the type's form; the message names the secret and the member, never the value
     */
    public <T> T as(Class<T> type) {
        return reader.read(secretValue, type);
    }

    /** Returns what the function makes of the value: for types of the application's own. */
    public <T> T as(Function<SecretValue, T> type) {
        return type.apply(secretValue);
    }

    private boolean is(SecretValue.Kind kind) {
        return secretValue.kind() == kind;
    }
}
