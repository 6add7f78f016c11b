package dev.secrets.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the endpoint does whatever it serves: throttling, an end that loses nothing, TLS. */
final class EndpointTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Answer DONE = Answer.text("text/plain", "done");
    private static final EndpointLimits ONE_WORKER_ONE_WAITING = new EndpointLimits(
            1000,
            10_000,
            100,
            100_000,
            1,
            1,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30));

    @TempDir
    private Path directory;

    private static Endpoint endpoint(EndpointLimits limits, Function<ReceivedRequest, Answer> requests)
            throws IOException {
        return new Endpoint(ANY_PORT, limits, Optional.empty(), requests, new QuickRequests(false));
    }

    private static CompletableFuture<HttpResponse<String>> send(Endpoint endpoint) {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + "/");
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void moreRequestsThanThereIsRoomFor_areThrottled_andTheOthersAnswered() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Endpoint endpoint = endpoint(ONE_WORKER_ONE_WAITING, request -> {
            working.countDown();
            await(release);
            return DONE;
        })) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>(List.of(send(endpoint)));
            await(working);
            answers.add(send(endpoint));
            answers.add(send(endpoint));

            Object first =
                    CompletableFuture.anyOf(answers.get(1), answers.get(2)).get(30, TimeUnit.SECONDS);
            assertThat(((HttpResponse<?>) first).statusCode()).isEqualTo(400);
            assertThat(((HttpResponse<?>) first).headers().firstValue("x-amzn-errortype"))
                    .hasValue("ThrottlingException");
            release.countDown();
            assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                    .containsExactlyInAnyOrder(200, 200, 400);
        }
    }

    @Test
    void close_letsWhatArrivedBeAnswered() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Endpoint endpoint = endpoint(EndpointLimits.DEFAULTS, request -> {
            working.countDown();
            await(release);
            return DONE;
        });
        CompletableFuture<HttpResponse<String>> answer = send(endpoint);
        await(working);
        Thread closing = new Thread(endpoint::close);
        closing.start();

        release.countDown();

        assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("done");
        closing.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void tls_encryptsAndSaysSo() throws Exception {
        Path keys = directory.resolve("keys.p12");
        makeCertificate(keys);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(Files.readAllBytes(keys)), PASSWORD);
        Path chain = pem("CERTIFICATE", store.getCertificate("server").getEncoded());
        Path key = pem("PRIVATE KEY", store.getKey("server", PASSWORD).getEncoded());

        try (Endpoint endpoint = new Endpoint(
                ANY_PORT,
                EndpointLimits.DEFAULTS,
                Optional.of(Tls.server(chain, key)),
                request -> Answer.text("text/plain", "encrypted: " + request.encrypted()),
                new QuickRequests(false))) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(trusting(store.getCertificate("server")))
                    .build();
            URI uri = URI.create("https://127.0.0.1:" + endpoint.port() + "/");

            assertThat(client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("encrypted: true");
        }
    }

    private static void makeCertificate(Path keys) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private Path pem(String kind, byte[] bytes) throws IOException {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
        return Files.writeString(directory.resolve(kind.replace(' ', '-') + ".pem"), text);
    }

    private static SSLContext trusting(Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
