package dev.secrets.rotation.oauth;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * The authorization server.
 *
 * @param tokenEndpoint where tokens are issued: {@code https}, or {@code http} on a loopback address (RFC 6749, section 3.2)
 * @param authentication how the client authenticates there
 * @param timeout how long an exchange may take, from connecting to the end of the answer; positive
 * @param tls whom to trust, and the client's certificate for {@link ClientAuthentication#TLS_CLIENT_AUTH}
 */
public record OAuthServer(URI tokenEndpoint, ClientAuthentication authentication, Duration timeout, SSLContext tls) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** How a client authenticates, by the names of RFC 8414's {@code token_endpoint_auth_methods_supported}. */
    public enum ClientAuthentication {
        /** By HTTP Basic: what every server must support (RFC 6749, section 2.3.1). */
        CLIENT_SECRET_BASIC,
        /** In the request's body. */
        CLIENT_SECRET_POST,
        /** By an assertion under HMAC with the client's secret, which is not sent (OpenID Connect Core, section 9). */
        CLIENT_SECRET_JWT,
        /**
         * By an assertion under the client's private key (OpenID Connect Core, section 9). What the tokens have as the client's secret
         * is that key, RSA or EC, as a JWK (RFC 7517). Its members {@code alg} and {@code kid} are heeded.
         */
        PRIVATE_KEY_JWT,
        /**
         * By the client's certificate in the TLS handshake (RFC 8705), which the server knows by its authority or, for
         * {@code self_signed_tls_client_auth}, by itself. The tokens' client secret is not used.
         */
        TLS_CLIENT_AUTH,
        /** Not at all: a public client, which has no secret to keep. */
        NONE
    }

    /**
     * @throws IllegalArgumentException if secrets would be sent in the clear to another host, or a certificate nowhere, or the
     *     timeout is not positive
     */
    public OAuthServer {
        boolean safe = "https".equals(tokenEndpoint.getScheme()) || LOOPBACK.contains(tokenEndpoint.getHost());
        require(safe, "The token endpoint must be https, or http on a loopback address");
        require(
                authentication != ClientAuthentication.TLS_CLIENT_AUTH || "https".equals(tokenEndpoint.getScheme()),
                "A client can show a certificate to an https endpoint alone");
        require(!timeout.isNegative() && !timeout.isZero(), "timeout is " + timeout + "; must be positive");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Makes one with the JVM's TLS. */
    public OAuthServer(URI tokenEndpoint, ClientAuthentication authentication, Duration timeout) {
        this(tokenEndpoint, authentication, timeout, jvmTls());
    }

    private static SSLContext jvmTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException misconfigured) {
            throw new IllegalStateException("The JVM's TLS can't be used", misconfigured);
        }
    }

    /** Makes one with client_secret_basic and ten seconds. */
    public OAuthServer(URI tokenEndpoint) {
        this(tokenEndpoint, ClientAuthentication.CLIENT_SECRET_BASIC, Duration.ofSeconds(10));
    }
}
