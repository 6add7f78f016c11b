package dev.secrets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.secrets.cli.json.JsonReading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} is told to end while a rotation function works on a secret. */
final class ServeShutdownIT {
    /** What the package of the endpoint says of how long an end takes. */
    private static final long BOUND_SECONDS = 75;

    private static final String TOKEN = "11111111-1111-1111-1111-111111111111";
    private static final String ROTATION_TOKEN = "22222222-2222-2222-2222-222222222222";

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch toldToEnd = new CountDownLatch(1);
    private final CountDownLatch tested = new CountDownLatch(1);
    private Packaged secrets = new Packaged(Path.of("/"));
    private HttpServer function;
    private URI endpoint = URI.create("http://127.0.0.1/");

    @BeforeEach
    void makeStoreAndFunction() throws Exception {
        secrets = new Packaged(directory);
        assertThat(secrets.run("init").exitCode()).isZero();
        function = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        function.setExecutor(Executors.newCachedThreadPool());
        function.start();
    }

    @AfterEach
    void stop() {
        tested.countDown();
        function.stop(0);
    }

    private Process serveWithARunningRotation(int timeoutSeconds) throws Exception {
        Path rotators = Files.writeString(
                directory.resolve("rotators.json"),
                "{\"fn\": {\"url\": \"http://127.0.0.1:" + function.getAddress().getPort() + "/\", \"timeoutSeconds\": "
                        + timeoutSeconds + "}}");
        Process serve = secrets.start("serve", "--port", "0", "--insecure-no-auth", "--rotators", rotators.toString());
        String line =
                new BufferedReader(new InputStreamReader(serve.getInputStream(), StandardCharsets.UTF_8)).readLine();
        endpoint = URI.create(line.replace("Listening at ", "") + "/");
        call("CreateSecret", "{\"Name\":\"a\",\"SecretString\":\"one\",\"ClientRequestToken\":\"" + TOKEN + "\"}");
        call(
                "RotateSecret",
                "{\"SecretId\":\"a\",\"RotationLambdaARN\":\"fn\",\"RotationRules\":{\"AutomaticallyAfterDays\":30},"
                        + "\"ClientRequestToken\":\"" + ROTATION_TOKEN + "\"}");
        assertThat(running.await(60, TimeUnit.SECONDS)).as("the rotation runs").isTrue();
        return serve;
    }

    private void call(String operation, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "secretsmanager." + operation)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(operation + response.body()).isEqualTo(200);
    }

    private void end(Process serve) throws InterruptedException {
        serve.destroy();
        toldToEnd.countDown();
        try {
            assertThat(serve.waitFor(BOUND_SECONDS, TimeUnit.SECONDS))
                    .as("it ends in time")
                    .isTrue();
        } finally {
            serve.destroyForcibly();
        }
    }

    private String read(String query) throws Exception {
        return secrets.run("describe-secret", "--secret-id", "a", "--query", query, "--output", "json")
                .out();
    }

    private String value() throws Exception {
        return secrets.run("get-secret-value", "--secret-id", "a", "--query", "SecretString", "--output", "text")
                .out()
                .strip();
    }

    @Test
    void rotationThatEnds_isFinishedThroughTheEndpoint() throws Exception {
        function.createContext("/", exchange -> {
            step(JsonReading.object(exchange.getRequestBody().readAllBytes()));
            answer(exchange);
        });

        end(serveWithARunningRotation(30));

        assertThat(value()).isEqualTo("two");
        assertThat(read("VersionIdsToStages.\"" + ROTATION_TOKEN + "\"")).contains("AWSCURRENT");
        assertThat(read("VersionIdsToStages.\"" + TOKEN + "\"")).contains("AWSPREVIOUS");
    }

    private void step(Map<?, ?> event) throws IOException {
        try {
            if (event.get("Step").equals("createSecret")) {
                running.countDown();
                toldToEnd.await();
                call(
                        "PutSecretValue",
                        "{\"SecretId\":\"a\",\"SecretString\":\"two\",\"VersionStages\":[\"AWSPENDING\"],"
                                + "\"ClientRequestToken\":\"" + ROTATION_TOKEN + "\"}");
            } else if (event.get("Step").equals("finishSecret")) {
                call(
                        "UpdateSecretVersionStage",
                        "{\"SecretId\":\"a\",\"VersionStage\":\"AWSCURRENT\",\"MoveToVersionId\":\"" + ROTATION_TOKEN
                                + "\",\"RemoveFromVersionId\":\"" + TOKEN + "\"}");
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Test
    void rotationThatHangs_isGivenUp_andLosesNothing() throws Exception {
        function.createContext("/", exchange -> {
            running.countDown();
            try {
                tested.await();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
        });

        end(serveWithARunningRotation(3));

        assertThat(value()).isEqualTo("one");
        assertThat(read("VersionIdsToStages.\"" + TOKEN + "\"")).contains("AWSCURRENT");
        assertThat(secrets.run("verify").exitCode()).isZero();
    }
}
