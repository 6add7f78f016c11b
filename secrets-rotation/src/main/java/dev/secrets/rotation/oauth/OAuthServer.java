package dev.secrets.rotation.oauth;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * The authorization server.
 *
 * @param tokenEndpoint where tokens are issued: {@code https}, or {@code http} on a loopback address (RFC 6749, section 3.2)
 * @param authentication how the client authenticates there
 * @param timeout how long connecting, and each answer, may take
 */
public record OAuthServer(URI tokenEndpoint, ClientAuthentication authentication, Duration timeout) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** How a client authenticates, by the names of RFC 8414's {@code token_endpoint_auth_methods_supported}. */
    public enum ClientAuthentication {
        /** By HTTP Basic: what every server must support (RFC 6749, section 2.3.1). */
        CLIENT_SECRET_BASIC,
        /** In the request's body. */
        CLIENT_SECRET_POST,
        /** By an assertion under HMAC with the client's secret, which is not sent (OpenID Connect Core, section 9). */
        CLIENT_SECRET_JWT,
        /** Not at all: a public client, which has no secret to keep. */
        NONE
    }

    /** @throws IllegalArgumentException if secrets would be sent in the clear to another host */
    public OAuthServer {
        boolean safe = "https".equals(tokenEndpoint.getScheme()) || LOOPBACK.contains(tokenEndpoint.getHost());
        if (!safe) {
            throw new IllegalArgumentException("The token endpoint must be https, or http on a loopback address");
        }
    }

    /** Makes one with client_secret_basic and ten seconds. */
    public OAuthServer(URI tokenEndpoint) {
        this(tokenEndpoint, ClientAuthentication.CLIENT_SECRET_BASIC, Duration.ofSeconds(10));
    }
}
