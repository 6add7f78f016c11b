package dev.secrets.rotation.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.secrets.credentials.OAuthTokens;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationFixture;
import dev.secrets.rotation.database.ServerCertificate;
import dev.secrets.rotation.oauth.OAuthServer.ClientAuthentication;
import dev.secrets.testing.LeakScanner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How a client proves to a token endpoint who it is, with a key that is not sent. The endpoint gives tokens to everybody. */
final class ClientAuthenticationTest {
    private static final String NAME = "app/oauth";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @AutoClose
    private final RotationFixture fixture = new RotationFixture();

    private final Queue<Map<String, List<String>>> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> certificates = new ConcurrentLinkedQueue<>();
    private HttpServer server = http();

    private HttpServer http() {
        try {
            return serving(HttpServer.create(anyPort(), 0));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private HttpServer serving(HttpServer endpoint) {
        endpoint.createContext("/token", this::answer);
        endpoint.start();
        return endpoint;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(URLUtils.parseParameters(body));
        if (exchange instanceof HttpsExchange secure) {
            certificates.add(secure.getSSLSession().getPeerCertificates().length);
        }
        byte[] tokens = "{\"access_token\":\"next\",\"token_type\":\"Bearer\",\"expires_in\":600}"
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, tokens.length);
        exchange.getResponseBody().write(tokens);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI endpoint(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/token");
    }

    private void rotate(OAuthServer endpoint, String clientSecret) {
        OAuthTokens tokens = new OAuthTokens(
                SecretValue.ofString("first"),
                SecretValue.ofString("refresh"),
                "app",
                SecretValue.ofString(clientSecret));
        fixture.secrets.createSecret(NAME, tokens.toSecretValue().revealString());
        fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(RotationFixture.ROTATOR));
        fixture.scheduler(new OAuthTokenRotator(endpoint, OAuthTokenRotator.Probe.NONE, fixture.clock))
                .runDue();
    }

    private void rotateByKey(String jwk) {
        rotate(new OAuthServer(endpoint("http"), ClientAuthentication.PRIVATE_KEY_JWT, PATIENCE), jwk);
    }

    private void assertSignedBy(JWK key, JWSAlgorithm algorithm) throws JOSEException, ParseException {
        assertThat(fixture.reasons()).isEmpty();
        Map<String, List<String>> request = requests.remove();
        assertThat(request.get("client_assertion_type"))
                .containsExactly("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        SignedJWT assertion = SignedJWT.parse(request.get("client_assertion").get(0));
        assertThat(assertion.getHeader().getAlgorithm()).isEqualTo(algorithm);
        assertThat(assertion.getHeader().getKeyID()).isEqualTo(key.getKeyID());
        assertThat(assertion.getJWTClaimsSet().getSubject()).isEqualTo("app");
        assertThat(assertion.getJWTClaimsSet().getAudience())
                .containsExactly(endpoint("http").toString());
        assertThat(assertion.verify(new DefaultJWSVerifierFactory()
                        .createJWSVerifier(assertion.getHeader(), ((AsymmetricJWK) key).toPublicKey())))
                .isTrue();
    }

    @Test
    void privateKey_rsa_signsAnAssertion() throws JOSEException, ParseException {
        JWK key = new RSAKeyGenerator(2048).keyID("one").generate();

        rotateByKey(key.toJSONString());

        assertSignedBy(key, JWSAlgorithm.RS256);
        assertThat(fixture.secrets
                        .getSecretValue(NAME)
                        .as(OAuthTokens.class)
                        .clientSecret()
                        .revealString())
                .as("is kept")
                .isEqualTo(key.toJSONString());
    }

    @Test
    void privateKey_withItsAlgorithm_signsByThat() throws JOSEException, ParseException {
        JWK key = new RSAKeyGenerator(2048).algorithm(JWSAlgorithm.PS384).generate();

        rotateByKey(key.toJSONString());

        assertSignedBy(key, JWSAlgorithm.PS384);
    }

    @Test
    void privateKey_ec_signsByItsCurve() throws JOSEException, ParseException {
        JWK key = new ECKeyGenerator(Curve.P_384).generate();

        rotateByKey(key.toJSONString());

        assertSignedBy(key, JWSAlgorithm.ES384);
    }

    @Test
    void privateKey_thatIsNone_failsWithoutQuotingIt() throws JOSEException {
        String publicKey =
                new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONString();
        for (String unusable : List.of("{\"kty\":\"" + LeakScanner.canary() + "\"}", "no key", publicKey)) {
            rotateByKey(unusable);
            fixture.secrets.deleteSecret(new DeleteSecretRequest(NAME).forceDeleteWithoutRecovery(true));
        }

        assertThat(fixture.reasons())
                .hasSize(3)
                .containsOnly("Step createSecret failed: The client's secret is no private RSA or EC key as a JWK,"
                        + " which private_key_jwt needs");
        assertThat(requests).isEmpty();
    }

    @Test
    void certificate_ofTheClient_isShown() throws GeneralSecurityException, IOException, InterruptedException {
        SSLContext tls = ServerCertificate.create().tls();
        server.stop(0);
        HttpsServer secure = HttpsServer.create(anyPort(), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters demanding = getSSLContext().getDefaultSSLParameters();
                demanding.setNeedClientAuth(true);
                parameters.setSSLParameters(demanding);
            }
        });
        server = serving(secure);

        rotate(new OAuthServer(endpoint("https"), ClientAuthentication.TLS_CLIENT_AUTH, PATIENCE, tls), "");

        assertThat(fixture.reasons()).isEmpty();
        assertThat(requests.remove()).containsEntry("client_id", List.of("app")).doesNotContainKey("client_secret");
        assertThat(certificates).containsExactly(1);
    }

    @Test
    void certificate_toAnEndpointInTheClear_isRefused() {
        assertThatThrownBy(() -> new OAuthServer(endpoint("http"), ClientAuthentication.TLS_CLIENT_AUTH, PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
