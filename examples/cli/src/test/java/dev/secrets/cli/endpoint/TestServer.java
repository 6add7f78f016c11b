package dev.secrets.cli.endpoint;

import dev.secrets.AccessKeys;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Settings;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.wire.JsonProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The endpoint in this process on a store in memory, at a port of its own. */
final class TestServer implements AutoCloseable {
    static final String ROOT = "arn:aws:iam::000000000000:root";

    private final OpenStore store;
    private final Server server;
    private final RotationSessions sessions;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestServer(boolean anyRegion, boolean authenticated, EndpointLimits limits) {
        this(anyRegion, authenticated, limits, Map.of(), Optional.empty());
    }

    private TestServer(
            boolean anyRegion,
            boolean authenticated,
            EndpointLimits limits,
            Map<Setting, String> set,
            Optional<Path> regionsFile) {
        Map<Setting, String> all = new EnumMap<>(Map.of(Setting.STORE, "memory:"));
        all.putAll(set);
        Settings settings = Settings.of(setting -> Optional.ofNullable(all.get(setting)), Optional.empty(), Map.of());
        RequestMetrics metrics =
                new RequestMetrics(new JsonProtocol().operations().keySet());
        ServedRegions regions = ServedRegions.of(settings, regionsFile);
        ServedParts parts = ServedParts.of(settings, metrics);
        sessions = parts.sessions();
        store = OpenStore.open(regions.home(), Shell.ofProcess(), parts.added());
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            server = new Server(
                    store,
                    new Server.Options(
                            address,
                            "us-east-1",
                            regions.open(Shell.ofProcess()),
                            anyRegion,
                            authenticated,
                            Optional.empty(),
                            limits,
                            parts.rotators(),
                            parts.sessions()),
                    metrics);
        } catch (IOException refused) {
            throw new java.io.UncheckedIOException(refused);
        }
    }

    static TestServer start() {
        return new TestServer(false, true, EndpointLimits.DEFAULTS);
    }

    static TestServer withRotators(Path file) {
        return new TestServer(
                false, true, EndpointLimits.DEFAULTS, Map.of(Setting.ROTATORS, file.toString()), Optional.empty());
    }

    /** Rotates what is due and returns how many rotations were tried. */
    int rotateDue() {
        return server.rotateDue();
    }

    static TestServer start(EndpointLimits limits) {
        return new TestServer(false, true, limits);
    }

    static TestServer withAnyRegion() {
        return new TestServer(true, true, EndpointLimits.DEFAULTS);
    }

    static TestServer withAnyRegion(Map<Setting, String> set) {
        return new TestServer(true, true, EndpointLimits.DEFAULTS, set, Optional.empty());
    }

    static TestServer withRegions(Path file) {
        return withRegions(file, Map.of());
    }

    static TestServer withRegions(Path file, Map<Setting, String> set) {
        return new TestServer(false, true, EndpointLimits.DEFAULTS, set, Optional.of(file));
    }

    static TestServer insecure() {
        return new TestServer(true, false, EndpointLimits.DEFAULTS);
    }

    RotationSessions sessions() {
        return sessions;
    }

    OpenStore store() {
        return store;
    }

    AccessKeys accessKeys() {
        return store.secrets().accessKeys();
    }

    int port() {
        return server.port();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port() + "/");
    }

    /** Sends a request with the headers, whatever they are, and the body. */
    HttpResponse<String> send(Map<String, String> headers, byte[] body) throws IOException, InterruptedException {
        return send("/", headers, body);
    }

    HttpResponse<String> send(String target, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri().resolve(target)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach((name, value) -> {
            if (!name.equals("host")) { // the client writes it
                request.header(name, value);
            }
        });
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(SignedRequests request) throws IOException, InterruptedException {
        request.header("host", "127.0.0.1:" + port());
        return send(request.signed(), request.body());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }
}
