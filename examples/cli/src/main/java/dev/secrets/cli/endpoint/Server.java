package dev.secrets.cli.endpoint;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.Region;
import dev.secrets.cli.rotators.RotatorsFile;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.StoreKeys;
import dev.secrets.keys.KeyManager;
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
import java.util.Map;
import java.util.Optional;

/** The endpoint on an open store: puts its parts together. Closing it closes all but the store. */
final class Server implements AutoCloseable {
    private final Options options;
    private final Regions regions;
    private final Endpoint endpoint;

    /**
     * What is served, and how.
     *
     * @param address where to listen
     * @param region the home region
     * @param regions other regions with stores of their own, which are closed with the server
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
            Map<String, StoreKeys> regions,
            boolean anyRegion,
            boolean authenticated,
            Optional<SslContext> tls,
            EndpointLimits limits,
            RotatorsFile rotators,
            RotationSessions sessions) {}

    Server(OpenStore store, Options options, RequestMetrics metrics) throws IOException {
        this.options = options;
        this.regions = regions(store);
        Callers callers = options.authenticated()
                ? new AuthenticatedCallers(new Authentication(options.sessions(), InstantSource.system()), regions)
                : new InsecureCallers(regions);
        Dispatch dispatch = new Dispatch(
                new AwsRequests(callers, regions, new JsonProtocol()), metrics, () -> isHealthy(store.store()));
        this.endpoint = new Endpoint(
                options.address(),
                options.limits(),
                options.tls(),
                dispatch::answer,
                new QuickRequests(readsAtOnce(store)));
        metrics.gauge("secrets.endpoint.connections", "Open connections", endpoint::connectionCount);
        metrics.gauge("secrets.endpoint.working", "Requests that are worked on", endpoint::workingCount);
        options.sessions().use(store.secrets().accessKeys(), uri());
    }

    private boolean readsAtOnce(OpenStore store) {
        return store.readsAtOnce() && options.regions().values().stream().allMatch(StoreKeys::isLocal);
    }

    private Regions regions(OpenStore store) {
        RegionManager home = new RegionManager(
                new Region(store.store(), store.keys()), store.secrets(), scheduler(store.secrets()), () -> {});
        Regions all = new Regions(options.region(), home, options.anyRegion(), region -> namespace(store, region));
        options.regions()
                .forEach((name, records) ->
                        all.add(name, region(store, name, records.store(), records.keys(), records::close)));
        if (options.anyRegion()) {
            RegionSecretStore.regionsIn(store.store()).forEach(all::prepare);
        }
        return all;
    }

    private RegionManager namespace(OpenStore store, String region) {
        SecretStore records = new RegionSecretStore(store.store(), region);
        TinkKeyManager keys = new TinkKeyManager(records, store.rootKey());
        return region(store, region, records, keys, keys::close);
    }

    /** A region of which callers, policies and trail are those of the home region. */
    private RegionManager region(OpenStore home, String name, SecretStore records, KeyManager keys, Runnable closing) {
        EmbeddedSecretsManager secrets = new EmbeddedSecretsManager(
                records, keys, home.policies(), home.audit(), home.options().region(name));
        return new RegionManager(new Region(records, keys), secrets, scheduler(secrets), () -> {
            secrets.close();
            closing.run();
        });
    }

    private RotationScheduler scheduler(EmbeddedSecretsManager secrets) {
        return new RotationScheduler(
                secrets, secrets.rotationQueue(), options.rotators().rotators(secrets, options.sessions()));
    }

    /** Rotates in the background, what is due now and whatever becomes due. */
    void startRotating() {
        regions.startRotating();
    }

    /** Rotates what is due now, in this thread, and returns how many rotations were tried. */
    int rotateDue() {
        return regions.rotateDue();
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
        regions.stopRotating();
        endpoint.close();
        regions.close();
    }
}
