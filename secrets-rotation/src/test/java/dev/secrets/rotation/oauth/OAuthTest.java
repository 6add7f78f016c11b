package dev.secrets.rotation.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.credentials.OAuthTokens;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationException;
import dev.secrets.rotation.RotationFixture;
import dev.secrets.rotation.RotationScheduler;
import dev.secrets.rotation.oauth.OAuthServer.ClientAuthentication;
import dev.secrets.testing.LeakScanner;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Logins and renewals at a real OAuth 2.0 server in this process, which rotates refresh tokens. */
@Timeout(60)
final class OAuthTest {
    private static final String NAME = "app/oauth";
    private static final String CLIENT_SECRET = LeakScanner.canary() + " of 32 bytes & more";

    @AutoClose
    private final RotationFixture fixture = new RotationFixture();

    /** What the server logs of the requests that it gets is its own; only what the client logs is searched for secrets. */
    private static final Logger SERVER_LOG = Logger.getLogger("no.nav.security.mock");

    private final MockOAuth2Server server =
            new MockOAuth2Server(OAuth2Config.Companion.fromJson("{\"rotateRefreshToken\":true}"));

    @BeforeEach
    void start() {
        SERVER_LOG.setLevel(Level.OFF);
        server.start();
    }

    @AfterEach
    void stop() {
        server.shutdown();
    }

    private OAuthServer tokens(ClientAuthentication authentication) {
        URI endpoint = server.tokenEndpointUrl("default").uri();
        return new OAuthServer(endpoint, authentication, Duration.ofSeconds(10));
    }

    private OAuthLogin login(ClientAuthentication authentication) {
        return new OAuthLogin(
                server.authorizationEndpointUrl("default").uri(),
                tokens(authentication),
                "app",
                SecretValue.ofString(CLIENT_SECRET),
                List.of("openid", "offline_access"),
                fixture.clock);
    }

    private OAuthTokenRotator rotator(OAuthTokenRotator.Probe probe) {
        return new OAuthTokenRotator(tokens(ClientAuthentication.CLIENT_SECRET_BASIC), probe, fixture.clock);
    }

    private OAuthTokens logIn() {
        return login(ClientAuthentication.CLIENT_SECRET_BASIC).login(OAuthTest::browse, Duration.ofSeconds(30));
    }

    /** A browser whose user agrees to everything. */
    private static void browse(URI page) {
        HttpClient browser = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
        call(browser, page);
    }

    private static int call(HttpClient browser, URI page) {
        try {
            return browser.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static String parameter(URI page, String name) {
        for (String pair : page.getRawQuery().split("&")) {
            if (pair.startsWith(name + "=")) {
                return java.net.URLDecoder.decode(
                        pair.substring(name.length() + 1), java.nio.charset.StandardCharsets.UTF_8);
            }
        }
        throw new AssertionError("no " + name);
    }

    private void createSecret(OAuthTokens tokens) {
        fixture.secrets.createSecret(NAME, tokens.toSecretValue().revealString());
    }

    private void rotate(OAuthTokenRotator rotator) {
        fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(RotationFixture.ROTATOR));
        assertThat(fixture.scheduler(rotator).runDue()).isEqualTo(1);
    }

    private OAuthTokens current() {
        return fixture.secrets.getSecretValue(NAME).as(OAuthTokens.class);
    }

    @Test
    void login_inABrowser_givesTokensByCodeAndPkce() throws InterruptedException {
        OAuthTokens tokens = logIn();

        assertThat(tokens.accessToken().length()).isPositive();
        assertThat(tokens.refreshToken().length()).isPositive();
        assertThat(tokens.clientId()).isEqualTo("app");
        assertThat(tokens.expiresAt().orElseThrow()).isAfter(fixture.clock.instant());
        RecordedRequest page = server.takeRequest();
        assertThat(page.getRequestUrl().queryParameter("code_challenge_method")).isEqualTo("S256");
        assertThat(page.getRequestUrl().queryParameter("redirect_uri")).startsWith("http://127.0.0.1:");
        RecordedRequest exchange = server.takeRequest();
        assertThat(exchange.getBody().readUtf8()).contains("code_verifier=").doesNotContain("Canary");
        assertThat(exchange.getHeader("Authorization")).startsWith("Basic ");
    }

    @Test
    void login_callsWithoutItsState_areIgnored() {
        HttpClient stranger = HttpClient.newHttpClient();
        OAuthTokens tokens = login(ClientAuthentication.NONE)
                .login(
                        page -> {
                            String redirect = parameter(page, "redirect_uri");
                            call(stranger, URI.create(redirect + "?code=stolen&state=guessed"));
                            call(stranger, URI.create(redirect + "?error=access_denied"));
                            call(stranger, URI.create(redirect + "?nonsense"));
                            call(stranger, URI.create(redirect + "?code=&state=guessed"));
                            call(stranger, URI.create(redirect + "?code=stolen&state="));
                            browse(page);
                        },
                        Duration.ofSeconds(30));

        assertThat(tokens.accessToken().length()).isPositive();
    }

    @Test
    void login_manyStrangersBeforeTheBrowser_isStillHeard() {
        HttpClient stranger = HttpClient.newHttpClient();
        OAuthTokens tokens = login(ClientAuthentication.NONE)
                .login(
                        page -> {
                            String redirect = parameter(page, "redirect_uri");
                            for (int i = 0; i < 200; i++) {
                                assertThat(call(stranger, URI.create(redirect + "?code=stolen&state=" + i)))
                                        .isEqualTo(400);
                            }
                            browse(page);
                        },
                        Duration.ofSeconds(30));

        assertThat(tokens.accessToken().length()).isPositive();
    }

    @Test
    void login_refusedByTheUser_isTold() {
        Consumer<URI> unwilling = page -> call(
                HttpClient.newHttpClient(),
                URI.create(parameter(page, "redirect_uri") + "?error=access_denied&state=" + parameter(page, "state")));

        assertThatThrownBy(() -> login(ClientAuthentication.NONE).login(unwilling, Duration.ofSeconds(30)))
                .isInstanceOf(RotationException.class)
                .hasMessage("The login was refused");
    }

    @Test
    void login_nobodyComesBack_endsInTime() {
        assertThatThrownBy(() -> login(ClientAuthentication.NONE).login(page -> {}, Duration.ofMillis(50)))
                .isInstanceOf(RotationException.class)
                .hasMessageContaining("Nobody came back");
    }

    @Test
    void rotation_renewsBothTokensAndKeepsTheRest() {
        createSecret(logIn());
        OAuthTokens first = current();

        rotate(rotator(OAuthTokenRotator.Probe.NONE));
        OAuthTokens second = current();
        rotate(rotator(OAuthTokenRotator.Probe.NONE));
        OAuthTokens third = current();

        assertThat(fixture.reasons()).isEmpty();
        assertThat(second.refreshToken().sameBytesAs(first.refreshToken())).isFalse();
        assertThat(third.refreshToken().sameBytesAs(second.refreshToken())).isFalse();
        assertThat(third.accessToken().sameBytesAs(first.accessToken())).isFalse();
        assertThat(third.clientSecret().sameBytesAs(first.clientSecret())).isTrue();
    }

    @Test
    void rotation_beginsBeforeTheTokenExpires_whateverTheSchedule() {
        createSecret(logIn());
        OAuthTokenRotator rotator = rotator(OAuthTokenRotator.Probe.NONE);
        rotate(rotator);

        for (int i = 0; i < 3; i++) {
            Instant expires = current().expiresAt().orElseThrow();
            Duration life = Duration.between(fixture.clock.instant(), expires);
            fixture.clock.advance(life.multipliedBy(3).dividedBy(4));
            assertThat(fixture.scheduler(rotator).runDue()).as("too early").isZero();
            fixture.clock.advance(life.dividedBy(10));
            assertThat(fixture.scheduler(rotator).runDue()).isEqualTo(1);
            assertThat(current().expiresAt().orElseThrow()).isAfter(expires);
        }
        assertThat(fixture.reasons()).isEmpty();
    }

    @Test
    void rotation_refreshTokenOfYesterday_failsForGoodWithTheServersCode() {
        OAuthTokens first = logIn();
        createSecret(first);
        rotate(rotator(OAuthTokenRotator.Probe.NONE));
        fixture.secrets.putSecretValue(NAME, first.toSecretValue().revealString());

        rotate(rotator(OAuthTokenRotator.Probe.NONE));

        assertThat(fixture.reasons())
                .containsExactly("Step createSecret failed: The authorization server answered invalid_grant");
        fixture.clock.advance(Duration.ofHours(3));
        assertThat(fixture.scheduler(rotator(OAuthTokenRotator.Probe.NONE)).runDue())
                .isZero();
    }

    @Test
    void rotation_serverAway_isTriedAgain() {
        createSecret(logIn());
        URI endpoint = server.tokenEndpointUrl("default").uri();
        server.shutdown();
        OAuthTokenRotator rotator = new OAuthTokenRotator(new OAuthServer(endpoint));

        rotate(rotator);
        fixture.clock.advance(Duration.ofHours(2));
        assertThat(fixture.scheduler(rotator).runDue()).isEqualTo(1);

        assertThat(fixture.reasons())
                .hasSize(2)
                .containsOnly("Step createSecret failed: The authorization server can't be reached");
    }

    @Test
    void rotation_resourceRefusingTheNewToken_leavesTheOldOneCurrent() {
        createSecret(logIn());
        String before = fixture.value(NAME);

        rotate(rotator(tokens -> false));

        assertThat(fixture.value(NAME)).isEqualTo(before);
        assertThat(fixture.reasons()).containsExactly("Step testSecret failed: The new access token is not accepted");
    }

    @Test
    void rotation_tokenExpiredBeforeItWasTested_endsAndIsRenewedAtOnce() {
        createSecret(logIn());
        rotate(rotator(tokens -> false));
        String pending = fixture.versionOf(NAME, "AWSPENDING");
        fixture.clock.advance(Duration.ofHours(2));
        RotationScheduler scheduler = fixture.scheduler(rotator(tokens -> true));

        assertThat(scheduler.runDue()).isEqualTo(1);
        assertThat(fixture.versionOf(NAME, "AWSCURRENT")).isEqualTo(pending);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(scheduler.runDue()).isEqualTo(1);

        assertThat(current().expiresAt().orElseThrow()).isAfter(fixture.clock.instant());
        assertThat(fixture.reasons()).containsExactly("Step testSecret failed: The new access token is not accepted");
    }

    @Test
    void clients_authenticateByEachMethod() throws InterruptedException {
        for (ClientAuthentication method : List.of(
                ClientAuthentication.CLIENT_SECRET_BASIC,
                ClientAuthentication.CLIENT_SECRET_POST,
                ClientAuthentication.CLIENT_SECRET_JWT,
                ClientAuthentication.NONE)) {
            login(method).login(OAuthTest::browse, Duration.ofSeconds(30));
            server.takeRequest();
            RecordedRequest exchange = server.takeRequest();
            String body = exchange.getBody().readUtf8();
            assertThat(exchange.getHeader("Authorization") != null)
                    .isEqualTo(method == ClientAuthentication.CLIENT_SECRET_BASIC);
            assertThat(body.contains("client_secret=")).isEqualTo(method == ClientAuthentication.CLIENT_SECRET_POST);
            assertThat(body.contains("client_assertion=")).isEqualTo(method == ClientAuthentication.CLIENT_SECRET_JWT);
        }
    }

    /** A stranger on the machine that calls the redirect's port and then says nothing. */
    @Test
    void login_silentCallers_holdNobodyUp() {
        List<Socket> silent = new ArrayList<>();
        OAuthTokens tokens = login(ClientAuthentication.NONE)
                .login(
                        page -> {
                            URI redirect = URI.create(parameter(page, "redirect_uri"));
                            for (int i = 0; i < 5; i++) {
                                silent.add(halfRequest(redirect));
                            }
                            browse(page);
                        },
                        Duration.ofSeconds(30));

        assertThat(silent).hasSize(5);
        assertThat(tokens.accessToken().length()).isPositive();
    }

    private static Socket halfRequest(URI redirect) {
        try {
            Socket socket = new Socket(redirect.getHost(), redirect.getPort());
            socket.getOutputStream().write("GET /callback".getBytes(StandardCharsets.US_ASCII));
            return socket;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void server_thatCannotBeUsed_isRefused() {
        assertThatThrownBy(() -> new OAuthServer(URI.create("http://login.example.com/token")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OAuthServer(
                        URI.create("https://login.example.com/token"), ClientAuthentication.NONE, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout is PT0S; must be positive");
        assertThat(new OAuthServer(URI.create("https://login.example.com/token")).authentication())
                .isEqualTo(ClientAuthentication.CLIENT_SECRET_BASIC);
    }
}
