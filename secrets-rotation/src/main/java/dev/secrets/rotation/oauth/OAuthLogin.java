package dev.secrets.rotation.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.secrets.credentials.OAuthTokens;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * A user's login in a browser, which makes the first tokens of a secret: the authorization code flow with PKCE (RFC 7636) and state,
 * and a redirect to a port of 127.0.0.1 that is open for this login alone (RFC 8252, section 7.3).
 */
public final class OAuthLogin {
    private final URI authorizationEndpoint;
    private final TokenEndpoint endpoint;
    private final String clientId;
    private final SecretValue clientSecret;
    private final List<String> scopes;
    private final InstantSource clock;

    /**
     * Makes a login for a client.
     *
     * @param authorizationEndpoint where the user logs in
     * @param server where the code is turned into tokens
     * @param clientId the client
     * @param clientSecret its secret, which the tokens keep for their renewal; empty for a public client
     * @param scopes what to ask for; many servers give a refresh token only for {@code offline_access}
     * @param clock what the lifetime of tokens is counted from
     */
    public OAuthLogin(
            URI authorizationEndpoint,
            OAuthServer server,
            String clientId,
            SecretValue clientSecret,
            List<String> scopes,
            InstantSource clock) {
        this.authorizationEndpoint = authorizationEndpoint;
        this.endpoint = new TokenEndpoint(server);
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.scopes = List.copyOf(scopes);
        this.clock = clock;
    }

    /**
     * Has a user log in, and returns the tokens.
     *
     * @param browser opens the page, say by {@code java.awt.Desktop} or by printing its address
     * @param patience how long the user may take
     * @throws RotationException if the user or the server refuses, nobody comes back in time, or no refresh token is given
     */
    public OAuthTokens login(Consumer<URI> browser, Duration patience) {
        State state = new State();
        CodeVerifier verifier = new CodeVerifier();
        try (LoopbackRedirect redirect = LoopbackRedirect.open(state)) {
            browser.accept(authorizationPage(redirect.address(), state, verifier));
            AuthorizationCode code = redirect.await(patience);
            return exchange(new AuthorizationCodeGrant(code, redirect.address(), verifier));
        }
    }

    private URI authorizationPage(URI redirect, State state, CodeVerifier verifier) {
        return new AuthorizationRequest.Builder(ResponseType.CODE, new ClientID(clientId))
                .endpointURI(authorizationEndpoint)
                .redirectionURI(redirect)
                .scope(new Scope(scopes.toArray(String[]::new)))
                .state(state)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    private OAuthTokens exchange(AuthorizationCodeGrant grant) {
        SecretValue none = SecretValue.ofString("");
        OAuthTokens tokens =
                endpoint.exchange(grant, new OAuthTokens(none, none, clientId, clientSecret), clock.instant());
        if (tokens.refreshToken().length() == 0) {
            tokens.close();
            throw RotationException.permanent(
                    "The server gave no refresh token; the scope offline_access may be missing");
        }
        return tokens;
    }
}
