package dev.secrets.cli.endpoint;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.cli.rotators.RotatorsFile;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.rotation.RotationScheduler;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreException;
import dev.secrets.wire.JsonProtocol;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/** The endpoint on an open store: puts its parts together. Closing it closes all but the store. */
final class Server implements AutoCloseable {
    private final Options options;
    private final Regions regions;
    private final Endpoint endpoint;
    private final RotationScheduler scheduler;

    /**
     * What is served, and how.
     *
     * @param address where to listen
     * @param region the home region
     * @param anyRegion whether every other region is served too, with secrets of its own
     * @param authenticated whether requests must be signed
     * @param tls encrypts connections
     * @param limits what is bounded
     * @param rotators what rotates secrets meanwhile
     * @param sessions the credentials of rotation functions
     */
    record Options(
            InetSocketAddress address,
            String region,
            boolean anyRegion,
            boolean authenticated,
            Optional<SslContext> tls,
            EndpointLimits limits,
            RotatorsFile rotators,
            RotationSessions sessions) {}

    Server(OpenStore store, Options options, RequestMetrics metrics) throws IOException {
        this.options = options;
        this.regions =
                new Regions(options.region(), store.secrets(), options.anyRegion(), region -> open(store, region));
        Callers callers = options.authenticated()
                ? new AuthenticatedCallers(
                        new Authentication(
                                (id, scope, token) ->
                                        store.secrets().accessKeys().signingKey(id, scope),
                                InstantSource.system()),
                        regions)
                : new InsecureCallers(regions);
        Dispatch dispatch =
                new Dispatch(new AwsRequests(callers, new JsonProtocol()), metrics, () -> isHealthy(store.store()));
        this.endpoint = new Endpoint(options.address(), options.limits(), options.tls(), dispatch::answer);
        metrics.gauge("secrets.endpoint.connections", "Open connections", endpoint::connectionCount);
        metrics.gauge("secrets.endpoint.working", "Requests that are worked on", endpoint::workingCount);
        options.sessions().use(store.secrets().accessKeys(), uri());
        this.scheduler = scheduler(store.secrets());
    }

    private RegionManager open(OpenStore store, String region) {
        SecretStore records = new RegionSecretStore(store.store(), region);
        TinkKeyManager keys = new TinkKeyManager(records, store.rootKey());
        EmbeddedSecretsManager secrets = new EmbeddedSecretsManager(
                records, keys, store.policies(), store.audit(), store.options().region(region));
        RotationScheduler rotations = scheduler(secrets);
        rotations.start();
        return new RegionManager(keys, secrets, rotations);
    }

    private RotationScheduler scheduler(EmbeddedSecretsManager secrets) {
        return new RotationScheduler(
                secrets, secrets.rotationQueue(), options.rotators().rotators(secrets, options.sessions()));
    }

    /** Rotates in the background, what is due now and whatever becomes due. */
    void startRotating() {
        scheduler.start();
    }

    /** Rotates what is due now, in this thread, and returns how many rotations were tried. */
    int rotateDue() {
        return scheduler.runDue();
    }

    private URI uri() {
        String host = options.address().getAddress().getHostAddress();
        return URI.create((options.tls().isPresent() ? "https" : "http") + "://"
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/");
    }

    private static boolean isHealthy(SecretStore store) {
        try {
            store.page("", 1);
            return true;
        } catch (StoreException unavailable) {
            return false;
        }
    }

    int port() {
        return endpoint.port();
    }

    @Override
    public void close() {
        scheduler.close();
        endpoint.close();
        regions.close();
    }
}
