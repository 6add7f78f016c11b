package dev.secrets.rotation.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.secrets.credentials.OAuthTokens;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationFixture;
import dev.secrets.rotation.oauth.OAuthServer.ClientAuthentication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may say of a token's life. It gives a new refresh token each time, so that an answer that is not stored is lost. */
final class TokenLifetimeTest {
    private static final String NAME = "app/oauth";

    @AutoClose
    private final RotationFixture fixture = new RotationFixture();

    private final HttpServer server = http();
    private String answer = "";

    private static HttpServer http() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @BeforeEach
    void start() {
        server.createContext("/token", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Returns the current tokens after a rotation; the access token of before has just ended. */
    private OAuthTokens rotated(String lifetime) {
        answer =
                "{\"access_token\":\"next\",\"refresh_token\":\"also next\",\"token_type\":\"Bearer\"" + lifetime + "}";
        OAuthTokens tokens = new OAuthTokens(
                        SecretValue.ofString("first"),
                        SecretValue.ofString("refresh"),
                        "app",
                        SecretValue.ofString("secret"))
                .expiresAt(fixture.clock.instant());
        fixture.secrets.createSecret(NAME, tokens.toSecretValue().revealString());
        fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(RotationFixture.ROTATOR));
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
        OAuthServer oauth = new OAuthServer(endpoint, ClientAuthentication.CLIENT_SECRET_POST, Duration.ofSeconds(10));
        fixture.scheduler(new OAuthTokenRotator(oauth, OAuthTokenRotator.Probe.NONE, fixture.clock))
                .runDue();
        return fixture.secrets.getSecretValue(NAME).as(OAuthTokens.class);
    }

    private void assertRenewed(OAuthTokens tokens, Optional<Instant> end) {
        assertThat(fixture.reasons()).isEmpty();
        assertThat(tokens.accessToken().revealString()).isEqualTo("next");
        assertThat(tokens.refreshToken().revealString()).isEqualTo("also next");
        assertThat(tokens.expiresAt()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "3600, 3600",
        "'\"3600\"', 3600",
        "3600.9, 3600",
        "'\"3600.9\"', 3600",
        "3.6e3, 3600",
        "31536000000, 31536000000"
    })
    void lifetime_inAnyFormOfSeconds_isCountedFromTheRequest(String expiresIn, long seconds) {
        Instant end = Instant.ofEpochSecond(fixture.clock.instant().getEpochSecond() + seconds);

        assertRenewed(rotated(",\"expires_in\":" + expiresIn), Optional.of(end));
    }

    /** Ten years in milliseconds, what no long holds, and what is no lifetime. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "315360000000",
                "9223372036854775807",
                "\"9223372036854775807\"",
                "18446744073709555216",
                "1e400",
                "0",
                "0.5",
                "-1",
                "\"-3600\"",
                "\"\"",
                "\"an hour\"",
                "null",
                "true",
                "{}"
            })
    void lifetime_withoutAnEndThatCanBeTold_leavesItOutAndKeepsTheTokens(String expiresIn) {
        assertRenewed(rotated(",\"expires_in\":" + expiresIn), Optional.empty());
    }

    @Test
    void lifetime_missing_isNotThatOfTheTokenBefore() {
        assertRenewed(rotated(""), Optional.empty());
    }
}
