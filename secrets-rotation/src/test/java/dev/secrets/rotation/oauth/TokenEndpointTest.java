package dev.secrets.rotation.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.secrets.credentials.OAuthTokens;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationException;
import dev.secrets.rotation.oauth.OAuthServer.ClientAuthentication;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a token endpoint may do with a connection, and what becomes of the one refresh token meanwhile. */
@Timeout(60)
final class TokenEndpointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOKENS =
            "{\"access_token\":\"next\",\"token_type\":\"Bearer\",\"refresh_token\":\"r1\"}";

    private RawHttpServer server = RawHttpServer.answering(answer -> {});

    @AfterEach
    void stop() {
        server.close();
    }

    private void serve(RawHttpServer.Answer answer) {
        server.close();
        server = RawHttpServer.answering(answer);
    }

    private void serve(String status, String type, String body) {
        String head = "HTTP/1.1 " + status + "\r\n" + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n";
        serve(answer -> write(answer, head + body));
    }

    private static void write(OutputStream answer, String text) throws IOException {
        answer.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private OAuthTokens exchange(Duration patience) {
        OAuthServer endpoint = new OAuthServer(server.address(), ClientAuthentication.NONE, patience);
        SecretValue none = SecretValue.ofString("");
        return new TokenEndpoint(endpoint)
                .exchange(
                        new RefreshTokenGrant(new RefreshToken("r0")),
                        new OAuthTokens(none, none, "app", none),
                        Instant.EPOCH);
    }

    private static void assertFails(ThrowingCallable exchange, boolean retryable, String message) {
        assertThatThrownBy(exchange)
                .isInstanceOfSatisfying(
                        RotationException.class,
                        failure -> assertThat(failure.isRetryable()).isEqualTo(retryable))
                .hasMessage(message);
    }

    @Test
    void exchange_connectionLostBeforeTheAnswer_sendsTheTokenOnce() {
        assertFails(() -> exchange(PATIENCE), true, "The authorization server can't be reached");

        assertThat(server.requests()).containsExactly("grant_type=refresh_token&refresh_token=r0&client_id=app");
    }

    @Test
    void exchange_reusedConnectionLostBeforeTheAnswer_sendsTheTokenOnce() {
        serve("200 OK", "application/json", TOKENS);
        OAuthServer endpoint = new OAuthServer(server.address(), ClientAuthentication.NONE, PATIENCE);
        TokenEndpoint tokens = new TokenEndpoint(endpoint);
        SecretValue none = SecretValue.ofString("");
        RefreshTokenGrant grant = new RefreshTokenGrant(new RefreshToken("r0"));
        tokens.exchange(grant, new OAuthTokens(none, none, "app", none), Instant.EPOCH);
        server.answerNoMore();

        assertThatThrownBy(() -> tokens.exchange(grant, new OAuthTokens(none, none, "app", none), Instant.EPOCH))
                .isInstanceOf(RotationException.class);

        assertThat(server.requests()).hasSize(2);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void exchange_answerWithoutEnd_isCutOff() {
        serve(answer -> {
            write(answer, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"a\":\"");
            byte[] part = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                answer.write(part); // until the client hangs up
            }
        });

        assertFails(
                () -> exchange(PATIENCE),
                false,
                "The authorization server's answer, with status 200, is none of RFC 6749");
    }

    @Test
    void exchange_answerInDrips_endsInTime() {
        serve(answer -> {
            write(answer, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
            while (true) {
                write(answer, " ");
                answer.flush();
            }
        });

        assertFails(
                () -> exchange(Duration.ofMillis(200)), true, "The authorization server did not answer within PT0.2S");
    }

    @Test
    void exchange_interrupted_endsAtOnce() throws Exception {
        CompletableFuture<Thread> asked = new CompletableFuture<>();
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread asking = new Thread(() -> {
            try {
                exchange(PATIENCE);
            } catch (RotationException failure) {
                end.complete(Thread.currentThread().isInterrupted() ? failure : new AssertionError(failure));
            }
        });
        serve(answer -> {
            asked.complete(asking);
            end.join();
        });
        asking.start();

        asked.get().interrupt();

        assertThat(end.get()).hasMessage("Waiting for the authorization server was interrupted");
    }

    @ParameterizedTest
    @CsvSource({
        "500 Oops, text/html, <html>",
        "503 Busy, '', ''",
        "429 Too Many Requests, text/plain, slow down",
        "429 Too Many Requests, application/json, {}",
        "500 Oops, application/json, '{\"error\":5}'"
    })
    void exchange_failureThatMayPass_isTriedAgain(String status, String type, String body) {
        serve(status, type, body);

        assertFails(
                () -> exchange(PATIENCE),
                true,
                "The authorization server failed with status " + status.substring(0, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "400 Bad Request, text/html, <html>",
        "401 Unauthorized, '', ''",
        "404 Not Found, application/json, {}",
        "302 Found, '', ''",
        "201 Created, application/json, {}",
        "200 OK, text/html, <html>",
        "200 OK, application/json, {}",
        "200 OK, application/json, [1]"
    })
    void exchange_answerOfSomethingElse_isFinal(String status, String type, String body) {
        serve(status, type, body);

        assertFails(
                () -> exchange(PATIENCE),
                false,
                "The authorization server's answer, with status " + status.substring(0, 3) + ", is none of RFC 6749");
    }

    @Test
    void exchange_errorCode_decides() {
        serve("400 Bad Request", "application/json", "{\"error\":\"invalid_grant\"}");
        assertFails(() -> exchange(PATIENCE), false, "The authorization server answered invalid_grant");

        serve("400 Bad Request", "application/json", "{\"error\":\"slow_down\"}");
        assertFails(() -> exchange(PATIENCE), true, "The authorization server answered with an error");
    }
}
