package dev.secrets.rotation.oauth;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.Tokens;
import dev.secrets.credentials.OAuthTokens;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import net.minidev.json.JSONObject;

/** Asks an authorization server for tokens. */
final class TokenEndpoint {
    /** Errors that another try does not make good (RFC 6749, section 5.2). */
    private static final Set<String> FINAL =
            Set.of("invalid_grant", "invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope");

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_FAILURES = 500;

    private final OAuthServer server;
    private final HttpSender sender;

    TokenEndpoint(OAuthServer server) {
        this.server = server;
        this.sender = new HttpSender(server);
    }

    /**
     * Returns the client's tokens with those that the server gives for the grant. Their end is as {@link TokenLifetime} reads it.
     *
     * @param asked when this is called: the lifetime counts from there
     */
    OAuthTokens exchange(AuthorizationGrant grant, OAuthTokens client, Instant asked) {
        HTTPResponse response = sender.post(request(grant, client).toHTTPRequest());
        if (response.getStatusCode() != HTTPResponse.SC_OK) {
            throw refused(response);
        }
        try {
            JSONObject answer = response.getBodyAsJSONObject();
            Optional<Instant> end = TokenLifetime.end(answer.remove("expires_in"), asked);
            return merged(client, AccessTokenResponse.parse(answer).getTokens(), end);
        } catch (ParseException noTokenResponse) {
            throw unreadable(response);
        }
    }

    private TokenRequest request(AuthorizationGrant grant, OAuthTokens client) {
        ClientID id = new ClientID(client.clientId());
        return authentication(id, client.clientSecret())
                .map(secret -> new TokenRequest.Builder(server.tokenEndpoint(), secret, grant))
                .orElseGet(() -> new TokenRequest.Builder(server.tokenEndpoint(), id, grant))
                .build();
    }

    private Optional<ClientAuthentication> authentication(ClientID id, SecretValue value) {
        Secret secret = new Secret(value.revealString());
        return switch (server.authentication()) {
            case CLIENT_SECRET_BASIC -> Optional.of(new ClientSecretBasic(id, secret));
            case CLIENT_SECRET_POST -> Optional.of(new ClientSecretPost(id, secret));
            case CLIENT_SECRET_JWT -> Optional.of(ClientAssertion.bySecret(id, server.tokenEndpoint(), secret));
            case PRIVATE_KEY_JWT -> Optional.of(ClientAssertion.byPrivateKey(id, server.tokenEndpoint(), value));
            case TLS_CLIENT_AUTH, NONE -> Optional.empty();
        };
    }

    private static RotationException refused(HTTPResponse response) {
        return errorCode(response).map(TokenEndpoint::refused).orElseGet(() -> unreadable(response));
    }

    private static Optional<String> errorCode(HTTPResponse response) {
        try {
            return Optional.ofNullable(
                    TokenErrorResponse.parse(response).getErrorObject().getCode());
        } catch (ParseException noErrorResponse) {
            return Optional.empty();
        }
    }

    private static RotationException refused(String code) {
        String message = "The authorization server answered " + (FINAL.contains(code) ? code : "with an error");
        return FINAL.contains(code) ? RotationException.permanent(message) : RotationException.retryable(message);
    }

    /** What comes from something before the server, say, has no error code; then the status alone tells. */
    private static RotationException unreadable(HTTPResponse response) {
        int status = response.getStatusCode();
        return status >= SERVER_FAILURES || status == TOO_MANY_REQUESTS
                ? RotationException.retryable("The authorization server failed with status " + status)
                : RotationException.permanent(
                        "The authorization server's answer, with status " + status + ", is none of RFC 6749");
    }

    /** A server that rotates refresh tokens sends the next one; another lets the old one stand (RFC 6749, section 6). */
    private static OAuthTokens merged(OAuthTokens client, Tokens tokens, Optional<Instant> end) {
        OAuthTokens merged =
                client.accessToken(SecretValue.ofString(tokens.getAccessToken().getValue()));
        if (tokens.getRefreshToken() != null) {
            merged = merged.refreshToken(
                    SecretValue.ofString(tokens.getRefreshToken().getValue()));
        }
        if (tokens.getAccessToken().getScope() != null) {
            merged = merged.scope(tokens.getAccessToken().getScope().toString());
        }
        return end.map(merged::expiresAt).orElseGet(merged::withoutExpiresAt);
    }
}
