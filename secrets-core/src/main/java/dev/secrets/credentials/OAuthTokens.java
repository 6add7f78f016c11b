package dev.secrets.credentials;

import dev.secrets.model.SecretValue;
import java.time.Instant;
import java.util.Optional;

/**
 * The tokens of an OAuth 2.0 client and what it renews them with: {@code {"access_token": ..., "refresh_token": ..., "client_id":
 * ..., "client_secret": ...}}, all strings, and optionally {@code expires_at}, when the access token ends, and {@code scope}. The
 * end may be a number, in seconds since 1970, or a string such as {@code 2026-02-14T12:00:00Z}; it is written as a number. A
 * lifetime such as {@code expires_in} says nothing once it is stored, so it is kept like any unlisted member and not read.
 *
 * <p>Each method named after a member sets it and returns new tokens; these stay as they are. Thread-safe.
 */
public final class OAuthTokens implements AutoCloseable {
    private final SecretValue text;
    private final SecretValue accessToken;
    private final SecretValue refreshToken;
    private final String clientId;
    private final SecretValue clientSecret;
    private final Optional<Instant> expiresAt;
    private final Optional<String> scope;

    /**
     * Makes tokens of what is always needed.
     *
     * @param accessToken what is shown to a resource, text; copied
     * @param refreshToken what the access token is renewed with, text; copied
     * @param clientId the client to which they were issued
     * @param clientSecret what the client authenticates with, text; copied
     * @throws CredentialsFormatException if a value is binary
     */
    public OAuthTokens(SecretValue accessToken, SecretValue refreshToken, String clientId, SecretValue clientSecret) {
        this(JsonDocument.empty(OAuthTokens.class)
                .put("access_token", accessToken)
                .put("refresh_token", refreshToken)
                .put("client_id", clientId)
                .put("client_secret", clientSecret));
    }

    private OAuthTokens(JsonDocument json) {
        clientId = json.string("client_id");
        expiresAt = json.optionalInstant("expires_at");
        scope = json.optionalString("scope");
        accessToken = json.secret("access_token");
        refreshToken = json.secret("refresh_token");
        clientSecret = json.secret("client_secret");
        text = json.text();
    }

    /**
     * Reads tokens from the text of a secret, which is copied.
     *
     * @throws CredentialsFormatException if the text is not such a JSON object
     */
    public static OAuthTokens parse(SecretValue text) {
        return new OAuthTokens(JsonDocument.parse(OAuthTokens.class, text));
    }

    /** Returns what is shown to a resource. It belongs to these tokens and is closed with them. */
    public SecretValue accessToken() {
        return accessToken;
    }

    /** Returns what the access token is renewed with. It belongs to these tokens and is closed with them. */
    public SecretValue refreshToken() {
        return refreshToken;
    }

    /** Returns the client to which the tokens were issued. */
    public String clientId() {
        return clientId;
    }

    /** Returns what the client authenticates with. It belongs to these tokens and is closed with them. */
    public SecretValue clientSecret() {
        return clientSecret;
    }

    /** Returns when the access token ends, to the millisecond. */
    public Optional<Instant> expiresAt() {
        return expiresAt;
    }

    /** Returns what the access token is good for, separated by spaces. */
    public Optional<String> scope() {
        return scope;
    }

    /**
     * Returns these tokens with another access token, which is copied.
     *
     * @throws CredentialsFormatException if it is binary
     */
    public OAuthTokens accessToken(SecretValue token) {
        return new OAuthTokens(json().put("access_token", token));
    }

    /**
     * Returns these tokens with another refresh token, which is copied.
     *
     * @throws CredentialsFormatException if it is binary
     */
    public OAuthTokens refreshToken(SecretValue token) {
        return new OAuthTokens(json().put("refresh_token", token));
    }

    /** Returns these tokens for another client. */
    public OAuthTokens clientId(String id) {
        return new OAuthTokens(json().put("client_id", id));
    }

    /**
     * Returns these tokens with another secret of the client, which is copied.
     *
     * @throws CredentialsFormatException if it is binary
     */
    public OAuthTokens clientSecret(SecretValue secret) {
        return new OAuthTokens(json().put("client_secret", secret));
    }

    /**
     * Returns these tokens with the end of the access token, in whole seconds; a fraction is cut off.
     *
     * @throws CredentialsFormatException if it is before 1970 or after the year 9999
     */
    public OAuthTokens expiresAt(Instant end) {
        return new OAuthTokens(json().put("expires_at", end.getEpochSecond()));
    }

    /** Returns these tokens without an end of the access token: nobody knows when it ends. */
    public OAuthTokens withoutExpiresAt() {
        return new OAuthTokens(json().remove("expires_at"));
    }

    /** Returns these tokens with what the access token is good for. */
    public OAuthTokens scope(String scopes) {
        return new OAuthTokens(json().put("scope", scopes));
    }

    /** Returns the text of a secret that holds these tokens, a value of the caller's own. */
    public SecretValue toSecretValue() {
        return json().text();
    }

    /** Overwrites the secrets that these tokens hold. */
    @Override
    public void close() {
        accessToken.close();
        refreshToken.close();
        clientSecret.close();
        text.close();
    }

    @Override
    public String toString() {
        return "OAuthTokens[redacted]";
    }

    private JsonDocument json() {
        return JsonDocument.parse(OAuthTokens.class, text);
    }
}
