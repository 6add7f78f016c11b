package dev.secrets.cli.endpoint;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreException;
import dev.secrets.wire.JsonProtocol;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;

/** The endpoint on an open store: puts its parts together. Closing it closes all but the store. */
final class Server implements AutoCloseable {
    private final Regions regions;
    private final Endpoint endpoint;

    /**
     * What is served, and how.
     *
     * @param address where to listen
     * @param region the home region
     * @param anyRegion whether every other region is served too, with secrets of its own
     * @param authenticated whether requests must be signed
     * @param tls encrypts connections
     * @param limits what is bounded
     */
    record Options(
            InetSocketAddress address,
            String region,
            boolean anyRegion,
            boolean authenticated,
            Optional<SslContext> tls,
            EndpointLimits limits) {}

    Server(OpenStore store, Options options, RequestMetrics metrics) throws IOException {
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
    }

    private static RegionManager open(OpenStore store, String region) {
        SecretStore records = new RegionSecretStore(store.store(), region);
        TinkKeyManager keys = new TinkKeyManager(records, store.rootKey());
        return new RegionManager(
                keys,
                new EmbeddedSecretsManager(
                        records,
                        keys,
                        store.policies(),
                        store.audit(),
                        store.options().region(region)));
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
        endpoint.close();
        regions.close();
    }
}
