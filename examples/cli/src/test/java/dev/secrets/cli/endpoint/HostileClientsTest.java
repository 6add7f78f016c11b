package dev.secrets.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.testing.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that break the rules: the right answer, no harm to others, and nothing of what they sent in it. */
final class HostileClientsTest {
    private static final String CANARY = "canary-2b7e1516";
    private static final EndpointLimits IMPATIENT = new EndpointLimits(
            EndpointLimits.DEFAULTS.bodyBytes(),
            EndpointLimits.DEFAULTS.headerBytes(),
            EndpointLimits.DEFAULTS.connections(),
            EndpointLimits.DEFAULTS.waitingBytes(),
            EndpointLimits.DEFAULTS.workers(),
            EndpointLimits.DEFAULTS.waitingRequests(),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMinutes(5),
            Duration.ofSeconds(20));

    @AutoClose
    private final TestServer server = TestServer.start(IMPATIENT);

    private final SignedRequests signer = SignedRequests.withNewKey(server.accessKeys(), TestServer.ROOT);

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Sends bytes and returns everything that comes until the server closes. */
    private String exchange(String text) throws IOException {
        try (Socket socket = connect()) {
            write(socket, text);
            return readAll(socket);
        }
    }

    private static String readAll(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }

    private void assertOthersAreServed() throws Exception {
        assertThat(server.send(signer.operation("ListSecrets", "{}")).statusCode())
                .isEqualTo(200);
    }

    private static String head(String firstLine, String... headers) {
        return firstLine + "\r\nHost: x\r\n"
                + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList()) + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "//",
                "/%2e%2e/",
                "/health/../",
                "/secrets/" + CANARY,
                "http://127.0.0.1/health/../",
                "http:///",
                "*",
            })
    void pathThatIsNotThere_isNotFound(String path) throws Exception {
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "OPTIONS")) {
            String answer = exchange(head(method + " " + path + " HTTP/1.1", "Content-Length: 0", "Connection: close"));
            assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContain(CANARY);
        }
        assertOthersAreServed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?Action=ListSecrets", "http://127.0.0.1/", "https://127.0.0.1?Action=ListSecrets"})
    void rootByAnotherForm_asksForASignature(String target) throws Exception {
        String answer = exchange(head("POST " + target + " HTTP/1.1", "Content-Length: 0", "Connection: close"));

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("MissingAuthenticationTokenException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\0\0\0\r\n\r\n",
                "GET\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: minus\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST / HTTP/1.1\r\nHost : x\r\nbad header\r\n\r\n",
            })
    void whatIsNoHttp_isRefusedAndClosed(String text) throws Exception {
        String answer = exchange(text);

        assertThat(answer)
                .satisfiesAnyOf(
                        refused -> assertThat(refused).startsWith("HTTP/1.1 400 "),
                        notFound -> assertThat(notFound).startsWith("HTTP/1.1 404 "));
        assertOthersAreServed();
    }

    @Test
    void tls_toAPlainPort_isRefused() throws Exception {
        assertThat(exchange("\u0016\u0003\u0001\u0000\u0005hello\r\n\r\n")).doesNotStartWith("HTTP/1.1 200");
        assertOthersAreServed();
    }

    @Test
    void hugeHead_isRefused() throws Exception {
        assertThat(exchange(head("POST / HTTP/1.1", "X: " + "y".repeat(100_000))))
                .startsWith("HTTP/1.1 400 ");
        assertThat(exchange(head("POST /" + "y".repeat(100_000) + " HTTP/1.1"))).startsWith("HTTP/1.1 400 ");
        assertOthersAreServed();
    }

    @Test
    void bodyOfAGigabyte_isRefusedBeforeItIsSent() throws Exception {
        String answer = exchange(head("POST / HTTP/1.1", "Content-Length: 1073741824"));

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("RequestEntityTooLargeException");
        assertOthersAreServed();
    }

    @Test
    void bodyOfAGigabyte_inChunks_isCutOff() throws Exception {
        try (Socket socket = connect()) {
            write(socket, head("POST / HTTP/1.1", "Transfer-Encoding: chunked"));
            byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            long sent = 0;
            OutputStream out = socket.getOutputStream();
            try {
                for (; sent < 1L << 30; sent += 0x10000) {
                    out.write(chunk);
                }
            } catch (SocketException closed) {
                assertThat(sent).isGreaterThan(IMPATIENT.bodyBytes() - 0x10000L);
            }
            assertThat(sent).isLessThan(1L << 30);
        }
        assertOthersAreServed();
    }

    @Test
    void truncatedBody_isNeverCarriedOut() throws Exception {
        Map<String, String> headers = signer.operation(
                        "CreateSecret",
                        "{\"Name\":\"cut\",\"ClientRequestToken\":\"00000000-0000-0000-0000-000000000000\"}")
                .header("host", "127.0.0.1:" + server.port())
                .signed();
        StringBuilder request =
                new StringBuilder("POST / HTTP/1.1\r\nContent-Length: " + signer.body().length + "\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        String half = new String(signer.body(), StandardCharsets.UTF_8).substring(0, 20);

        String answer = exchange(request + "\r\n" + half);

        assertThat(answer).isEmpty();
        assertThat(server.store()
                        .secrets()
                        .listSecrets(new dev.secrets.model.ListSecretsRequest())
                        .secretList())
                .isEmpty();
        assertOthersAreServed();
    }

    @Test
    void slowClients_areCutOff() throws Exception {
        try (Socket socket = connect()) {
            long start = System.nanoTime();
            write(socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1");

            assertThat(readAll(socket)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
        assertOthersAreServed();
    }

    @Test
    void manyIdleConnections_leaveRoomForOthers() throws Exception {
        int many = Scale.of(2_000, 10_000);
        try (IdleClients idle = IdleClients.connect(many, server.port())) {
            assertOthersAreServed();
            assertThat(idle.areConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "\"" + CANARY + "\"",
                "{\"SecretId\":" + CANARY + "}",
                "{\"SecretId\":\"a\"}x",
                "\u0000"
            })
    void malformedJson_isASerializationException_thatQuotesNothing(String json) throws Exception {
        HttpResponse<String> response = server.send(signer.operation("GetSecretValue", json));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("SerializationException").doesNotContain(CANARY);
    }

    @Test
    void deepJson_isRefused() throws Exception {
        HttpResponse<String> response = server.send(
                signer.operation("GetSecretValue", "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertOthersAreServed();
    }

    @ParameterizedTest
    @Tag("WIRE-01")
    @ValueSource(
            strings = {"application/json", "text/xml", "application/x-amz-json-1.0", "application/x-www-form-urlencoded"
            })
    void wrongContentType_isAnUnknownOperation(String type) throws Exception {
        HttpResponse<String> response = server.send(SignedRequests.withNewKey(server.accessKeys(), TestServer.ROOT)
                .operation("ListSecrets", "{}")
                .header("content-type", type));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("UnknownOperationException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secretsmanager.NoSuchOperation", "ssm.GetParameter", "ListSecrets", "secretsmanager."})
    void unknownTarget_isAnUnknownOperation(String target) throws Exception {
        HttpResponse<String> response =
                server.send(signer.operation("ListSecrets", "{}").header("x-amz-target", target));

        assertThat(response.body()).contains("UnknownOperationException");
    }

    @Test
    void requestsSentAhead_areAnsweredInTheirOrder() throws Exception {
        String health = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
        String missing = "GET /missing HTTP/1.1\r\nHost: x\r\n\r\n";
        String last = "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

        String answers = exchange((health + missing).repeat(20) + last);

        List<String> statuses = answers.lines()
                .filter(line -> line.contains("HTTP/1.1 "))
                .map(line -> line.substring(line.indexOf("HTTP/1.1 ") + 9, line.indexOf("HTTP/1.1 ") + 12))
                .toList();
        assertThat(statuses).hasSize(41);
        for (int i = 0; i < statuses.size(); i++) {
            assertThat(statuses.get(i)).isEqualTo(i % 2 == 0 ? "200" : "404");
        }
    }

    @Test
    void metrics_countByOperationAndOutcome_andNameNoSecret() throws Exception {
        server.send(signer.operation("GetSecretValue", "{\"SecretId\":\"" + CANARY + "\"}"));
        server.send(signer.operation(CANARY, "{}"));

        String metrics = server.get("/metrics").body();

        assertThat(metrics)
                .contains(
                        "secrets_endpoint_requests_seconds_count{operation=\"GetSecretValue\",outcome=\"ResourceNotFoundException\"} 1")
                .contains("operation=\"unknown\",outcome=\"UnknownOperationException\"")
                .doesNotContain(CANARY);
        assertThat(server.get("/health").body()).contains("ok");
    }
}
