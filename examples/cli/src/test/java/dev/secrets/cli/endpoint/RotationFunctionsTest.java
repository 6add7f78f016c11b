package dev.secrets.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.secrets.SecretsManager;
import dev.secrets.cli.json.JsonReading;
import dev.secrets.cli.rotators.FunctionCredentials.Loan;
import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationRules;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotation functions outside of the process: programs and URLs. */
final class RotationFunctionsTest {
    @TempDir
    private Path directory;

    private TestServer server(String rotators) throws IOException {
        return TestServer.withRotators(Files.writeString(directory.resolve("rotators.json"), rotators));
    }

    private static void rotate(SecretsManager secrets, String rotator) {
        secrets.createSecret("a", "one");
        secrets.rotateSecret(
                new RotateSecretRequest("a").rotationLambdaArn(rotator).rotationRules(RotationRules.afterDays(30)));
    }

    @Test
    void rotateSecret_withANameThatNobodyServes_isRefused() throws Exception {
        try (TestServer server = server("{\"known\":{\"rotator\":\"generated\"}}")) {
            assertThatThrownBy(() -> rotate(server.store().secrets(), "unknown"))
                    .isInstanceOf(AccessDeniedException.class);
            assertThat(server.store().secrets().describeSecret("a").rotationEnabled())
                    .isEmpty();
        }
    }

    @Test
    void builtInRotator_replacesTheValue() throws Exception {
        try (TestServer server = server("{\"gen\":{\"rotator\":\"generated\",\"passwordLength\":40}}")) {
            rotate(server.store().secrets(), "gen");

            assertThat(server.rotateDue()).isEqualTo(1);
            assertThat(server.store()
                            .secrets()
                            .getSecretValue("a")
                            .secretString()
                            .orElseThrow())
                    .hasSize(40);
        }
    }

    @Test
    void url_getsTheEventOfEachStep() throws Exception {
        List<String> steps = Collections.synchronizedList(new ArrayList<>());
        HttpServer function = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String url = "http://127.0.0.1:" + function.getAddress().getPort() + "/";
        try (TestServer server = server("{\"fn\":{\"url\":\"" + url + "\"}}")) {
            function.createContext(
                    "/", exchange -> serve(exchange, server.store().secrets(), steps));
            function.start();
            rotate(server.store().secrets(), "fn");

            server.rotateDue();

            assertThat(steps).containsExactly("createSecret", "setSecret", "testSecret", "finishSecret");
            assertThat(server.store().secrets().getSecretValue("a").secretString())
                    .hasValue("two");
        } finally {
            function.stop(0);
        }
    }

    private static void serve(HttpExchange exchange, SecretsManager secrets, List<String> steps) throws IOException {
        Map<String, Object> event = members(exchange.getRequestBody().readAllBytes());
        String step = (String) event.get("Step");
        String token = (String) event.get("ClientRequestToken");
        steps.add(step);
        if (step.equals("createSecret")) {
            secrets.putSecretValue(new PutSecretValueRequest((String) event.get("SecretId"))
                    .clientRequestToken(token)
                    .secretString("two")
                    .versionStages("AWSPENDING"));
        } else if (step.equals("finishSecret")) {
            String current = secrets.getSecretValue("a").versionId();
            secrets.updateSecretVersionStage(new UpdateSecretVersionStageRequest("a", "AWSCURRENT")
                    .moveToVersionId(token)
                    .removeFromVersionId(current));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @SuppressWarnings("unchecked") // JsonReading makes all maps with text as keys
    private static Map<String, Object> members(byte[] json) {
        return (Map<String, Object>) (Map<?, ?>) JsonReading.object(json);
    }

    @Test
    void urlThatFails_leavesTheCurrentValue() throws Exception {
        HttpServer function = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        function.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("X-Amz-Function-Error", "Unhandled");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        function.start();
        String url = "http://127.0.0.1:" + function.getAddress().getPort() + "/";
        try (TestServer server = server("{\"fn\":{\"url\":\"" + url + "\"}}")) {
            rotate(server.store().secrets(), "fn");

            server.rotateDue();

            assertThat(server.store().secrets().getSecretValue("a").secretString())
                    .hasValue("one");
            assertThat(server.store().secrets().describeSecret("a").lastRotatedDate())
                    .isEmpty();
        } finally {
            function.stop(0);
        }
    }

    @Test
    void program_hasACleanEnvironment_andFailsByItsExitCode() throws Exception {
        Path seen = directory.resolve("seen");
        String program = "cat > " + directory.resolve("event") + "; env > " + seen + "; exit 3";
        try (TestServer server = server("{\"fn\":{\"command\":[\"/bin/sh\",\"-c\",\"" + program
                + "\"],\"environment\":{\"OWN\":\"value\"}}}")) {
            rotate(server.store().secrets(), "fn");

            server.rotateDue();

            assertThat(Files.readString(directory.resolve("event"))).contains("\"Step\":\"createSecret\"");
            assertThat(Files.readAllLines(seen))
                    .extracting(line -> line.substring(0, line.indexOf('=')))
                    .contains(
                            "OWN", "SECRETS_MANAGER_ENDPOINT", "AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_SESSION_TOKEN")
                    .doesNotContain("HOME", "USER", "JAVA_HOME");
            assertThat(server.store().secrets().getSecretValue("a").secretString())
                    .hasValue("one");
        }
    }

    @Test
    void programThatHangs_isEndedWithItsChildren() throws Exception {
        Path pid = directory.resolve("pid");
        String program = "sleep 600 & echo $! > " + pid + "; wait";
        try (TestServer server =
                server("{\"fn\":{\"command\":[\"/bin/sh\",\"-c\",\"" + program + "\"],\"timeoutSeconds\":1}}")) {
            rotate(server.store().secrets(), "fn");

            server.rotateDue();

            long child = Long.parseLong(Files.readString(pid).strip());
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (isRunning(child)) {
                assertThat(System.nanoTime()).as("the child ends in time").isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }

    /** A process that has ended and that nobody has asked about yet is still listed, as a zombie. */
    private static boolean isRunning(long pid) {
        try {
            return !Files.readString(Path.of("/proc", String.valueOf(pid), "stat"))
                    .matches("(?s).*\\) Z .*");
        } catch (IOException gone) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()
                    && !Files.isDirectory(Path.of("/proc/self"));
        }
    }

    @Test
    void credentials_reachTheirSecretAlone_andEndWithTheStep() throws Exception {
        try (TestServer server = server("{}")) {
            SecretsManager secrets = server.store().secrets();
            String own = secrets.createSecret("own", "mine").arn();
            secrets.createSecret("other", "theirs");
            SignedRequests signed;
            String token;
            try (Loan loan = server.sessions().lend(own)) {
                token = loan.environment().get("AWS_SESSION_TOKEN");
                signed = new SignedRequests(
                        loan.environment().get("AWS_ACCESS_KEY_ID"),
                        loan.environment().get("AWS_SECRET_ACCESS_KEY"));
                signed.header("x-amz-security-token", token);
                assertThat(get(server, signed, "own").statusCode()).isEqualTo(200);
                assertThat(get(server, signed, "other").body()).contains("AccessDeniedException");
                signed.header("x-amz-security-token", "another");
                assertThat(get(server, signed, "own").body()).contains("UnrecognizedClientException");
            }
            signed.header("x-amz-security-token", token);
            assertThat(get(server, signed, "own").body()).contains("ExpiredTokenException");
        }
    }

    private static HttpResponse<String> get(TestServer server, SignedRequests signed, String id) throws Exception {
        return server.send(signed.operation("GetSecretValue", "{\"SecretId\":\"" + id + "\"}"));
    }
}
