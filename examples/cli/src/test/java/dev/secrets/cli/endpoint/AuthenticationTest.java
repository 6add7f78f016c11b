package dev.secrets.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who is let in, and with which of AWS's codes everybody else is refused. */
final class AuthenticationTest {
    @AutoClose
    private final TestServer server = TestServer.start();

    private SignedRequests list() {
        return SignedRequests.withNewKey(server.accessKeys(), TestServer.ROOT).operation("ListSecrets", "{}");
    }

    private Map<String, String> signed(SignedRequests request) {
        return new LinkedHashMap<>(
                request.header("host", "127.0.0.1:" + server.port()).signed());
    }

    private static void assertRefused(HttpResponse<String> response, String code) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-errortype")).hasValue(code);
        assertThat(response.body()).contains("\"__type\":\"" + code + "\"");
    }

    @Test
    @Tag("WIRE-01")
    void signedRequest_isLetIn() throws Exception {
        HttpResponse<String> response = server.send(list());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"SecretList\":[]}");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/x-amz-json-1.1");
        assertThat(response.headers().firstValue("x-amzn-requestid")).isPresent();
        assertThat(response.headers().firstValue("date").map(DateTimeFormatter.RFC_1123_DATE_TIME::parse))
                .hasValueSatisfying(
                        date -> assertThat(Instant.from(date)).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES)));
    }

    @Test
    void unsignedRequest_missesItsToken() throws Exception {
        Map<String, String> headers = signed(list());
        headers.remove("authorization");

        assertRefused(server.send(headers, "{}".getBytes()), "MissingAuthenticationTokenException");
    }

    @Test
    void unknownKey_isNotRecognized() throws Exception {
        SignedRequests request = new SignedRequests("AKIAAAAAAAAAAAAAAAAA", "secret").operation("ListSecrets", "{}");

        assertRefused(server.send(request), "UnrecognizedClientException");
    }

    @Test
    void disabledKey_isNotRecognized() throws Exception {
        SignedRequests request = list();
        assertThat(server.send(request).statusCode()).isEqualTo(200);
        server.accessKeys().list().forEach(key -> server.accessKeys().disable(key.id()));

        assertRefused(server.send(request), "UnrecognizedClientException");
    }

    @Test
    void wrongSecret_isAnInvalidSignature() throws Exception {
        String id = server.accessKeys()
                .create(dev.secrets.model.CallerIdentity.of(TestServer.ROOT))
                .key()
                .id();

        assertRefused(
                server.send(new SignedRequests(id, "wrong").operation("ListSecrets", "{}")),
                "InvalidSignatureException");
    }

    @Test
    void query_isServed_andCoveredByTheSignature() throws Exception {
        SignedRequests request = list().query("a=1&b=2");
        Map<String, String> headers = signed(request);

        assertThat(server.send("/?b=2&a=1", headers, request.body()).statusCode())
                .isEqualTo(200);
        assertRefused(server.send("/?a=1", headers, request.body()), "InvalidSignatureException");
        assertRefused(server.send("/", headers, request.body()), "InvalidSignatureException");
    }

    @Test
    void everyPartThatDecides_isCoveredByTheSignature() throws Exception {
        Map<String, String> headers = signed(list());
        Map<String, String> otherTarget = new LinkedHashMap<>(headers);
        otherTarget.put("x-amz-target", "secretsmanager.GetRandomPassword");
        Map<String, String> otherType = new LinkedHashMap<>(headers);
        otherType.put("content-type", "application/json");
        Map<String, String> moreHeader = new LinkedHashMap<>(headers);
        moreHeader.put("x-amz-security-token", "token");

        assertRefused(server.send(otherTarget, "{}".getBytes()), "InvalidSignatureException");
        assertRefused(server.send(otherType, "{}".getBytes()), "InvalidSignatureException");
        assertRefused(server.send(moreHeader, "{}".getBytes()), "InvalidSignatureException");
        assertRefused(server.send(headers, "{ }".getBytes()), "InvalidSignatureException");
        assertThat(server.send(headers, "{}".getBytes()).statusCode()).isEqualTo(200);
    }

    @Test
    void targetThatIsNotSigned_isRefused() throws Exception {
        SignedRequests request = list().header("host", "127.0.0.1:" + server.port());

        assertRefused(
                server.send(request.signed(List.of("content-type", "host")), request.body()),
                "InvalidSignatureException");
        assertRefused(
                server.send(request.signed(List.of("content-type", "x-amz-target")), request.body()),
                "InvalidSignatureException");
    }

    @Test
    void everyBitOfTheSignature_counts() throws Exception {
        Map<String, String> headers = signed(list());
        String authorization = headers.get("authorization");
        for (int digit = 1; digit <= 64; digit += 7) {
            int at = authorization.length() - digit;
            char flipped = Character.forDigit(Character.digit(authorization.charAt(at), 16) ^ 1, 16);
            headers.put("authorization", authorization.substring(0, at) + flipped + authorization.substring(at + 1));
            assertRefused(server.send(headers, "{}".getBytes()), "InvalidSignatureException");
        }
    }

    @Test
    void replayOutsideOfTheWindow_isRefused() throws Exception {
        Instant now = Instant.now();
        for (Duration age : List.of(Duration.ofMinutes(6), Duration.ofMinutes(-6), Duration.ofDays(400))) {
            assertRefused(server.send(list().at(now.minus(age))), "InvalidSignatureException");
        }
        assertThat(server.send(list().at(now.minus(Duration.ofMinutes(4)))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherServiceOrRegion_isRefused() throws Exception {
        assertRefused(server.send(list().service("s3")), "InvalidSignatureException");
        assertRefused(server.send(list().region("eu-west-1")), "InvalidSignatureException");
    }

    @Test
    void otherBodyHash_isRefused() throws Exception {
        assertRefused(
                server.send(list().header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")), "InvalidSignatureException");
    }

    @Test
    void callerOfAKey_isUnderItsPolicies() throws Exception {
        SignedRequests request = SignedRequests.withNewKey(
                        server.accessKeys(), "arn:aws:iam::000000000000:user/somebody")
                .operation("GetSecretValue", "{\"SecretId\":\"a\"}");

        assertRefused(server.send(request), "AccessDeniedException");
    }

    @Test
    void anyRegion_hasSecretsOfItsOwn() throws Exception {
        try (TestServer anywhere = TestServer.withAnyRegion()) {
            SignedRequests request = SignedRequests.withNewKey(anywhere.accessKeys(), TestServer.ROOT);
            String create =
                    "{\"Name\":\"a\",\"SecretString\":\"%s\",\"ClientRequestToken\":\"00000000-0000-0000-0000-000000000000\"}";
            for (String region : List.of("us-east-1", "eu-west-1", "us-gov-west-1")) {
                HttpResponse<String> made =
                        anywhere.send(request.region(region).operation("CreateSecret", create.formatted(region)));
                assertThat(made.body()).contains("arn:aws:secretsmanager:" + region + ":000000000000:secret:a-");
            }
            for (String region : List.of("us-east-1", "eu-west-1", "us-gov-west-1")) {
                HttpResponse<String> read =
                        anywhere.send(request.region(region).operation("GetSecretValue", "{\"SecretId\":\"a\"}"));
                assertThat(read.body()).contains("\"SecretString\":\"" + region + "\"");
                assertThat(anywhere.send(request.operation("ListSecrets", "{}")).body())
                        .containsOnlyOnce("\"Name\"");
            }
            assertRefused(anywhere.send(request.region("Nowhere")), "InvalidSignatureException");
            assertRefused(anywhere.send(request.region("..")), "InvalidSignatureException");
        }
    }

    @Test
    void anyRegion_isBounded() throws Exception {
        try (TestServer anywhere = TestServer.withAnyRegion()) {
            SignedRequests request = SignedRequests.withNewKey(anywhere.accessKeys(), TestServer.ROOT)
                    .operation("ListSecrets", "{}");
            for (int i = 0; i < 64; i++) {
                String region = "us-" + "abcdefghij".charAt(i % 10) + "x-" + i / 10;
                assertThat(anywhere.send(request.region(region)).statusCode()).isEqualTo(200);
            }
            assertRefused(anywhere.send(request.region("us-zz-1")), "InvalidSignatureException");
        }
    }

    @Test
    void insecure_takesEverybodyForTheOwner() throws Exception {
        try (TestServer open = TestServer.insecure()) {
            SignedRequests wrong = new SignedRequests("x", "y").operation("ListSecrets", "{}");
            Map<String, String> unsigned = new LinkedHashMap<>(wrong.signed());
            unsigned.remove("authorization");

            assertThat(open.send(wrong).statusCode()).isEqualTo(200);
            assertThat(open.send(unsigned, wrong.body()).statusCode()).isEqualTo(200);
        }
    }
}
