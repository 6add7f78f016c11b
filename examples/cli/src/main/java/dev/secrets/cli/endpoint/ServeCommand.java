package dev.secrets.cli.endpoint;

import dev.secrets.cli.shell.ConfigurationException;
import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.shell.UsageException;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.wire.JsonProtocol;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves the store to AWS's own clients until it is told to end. */
@Command(
        name = "serve",
        description = "Serves AWS Secrets Manager's protocol, for the AWS CLI and the AWS SDKs: point them to it with"
                + " --endpoint-url, and make keys for them with create-access-key.")
public final class ServeCommand extends StoreCommand {
    private static final int MAX_PORT = 65_535;

    @Option(names = "--port", paramLabel = "PORT", description = "The port; 4599 if not set, 0 for any that is free.")
    private int port = 4599;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address to listen at; 127.0.0.1 if not set. Others demand TLS.")
    private String host = "127.0.0.1";

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "The certificate chain, in PEM.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The private key of the certificate, PKCS#8 in PEM.")
    private @Nullable Path key;

    @Option(
            names = "--regions",
            paramLabel = "FILE",
            description =
                    "Other regions, to which secrets can be replicated, each with a store of its own: a JSON object such as"
                            + " {\"eu-west-1\": {\"store\": \"file:DIRECTORY\", \"root-key-file\": \"FILE\"}}; passphrase-file"
                            + " instead of root-key-file names a file with a passphrase.")
    private @Nullable Path regionsFile;

    @Option(
            names = "--any-region",
            description =
                    "Serve every region, each with secrets of its own in the one store; without it, the region of the store and those of --regions alone.")
    private boolean anyRegion;

    @Option(
            names = "--insecure-no-auth",
            description =
                    "Take every request for one of the owner, signed or not. For tests; never where others reach it.")
    private boolean insecureNoAuth;

    /** Makes the command. */
    public ServeCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        InetSocketAddress address = address();
        RequestMetrics metrics =
                new RequestMetrics(new JsonProtocol().operations().keySet());
        ServedRegions regions = ServedRegions.of(settings(), Optional.ofNullable(regionsFile));
        ServedParts parts = ServedParts.of(settings(), metrics);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (OpenStore store = OpenStore.open(regions.home(), shell(), parts.added());
                Server server = new Server(store, options(address, store, regions, parts), metrics)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(end, ended), "secrets-endpoint shutdown"));
            server.startRotating();
            announce(server.port());
            end.await();
        } finally {
            shell().flush();
            ended.countDown();
        }
        return ExitCode.SUCCESS;
    }

    /** Has the process wait until what arrived was answered and the store is closed. */
    private static void awaitEnd(CountDownLatch end, CountDownLatch ended) {
        end.countDown();
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private InetSocketAddress address() {
        if (port < 0 || port > MAX_PORT) {
            throw new UsageException("argument --port: must be between 0 and " + MAX_PORT);
        }
        InetSocketAddress address = new InetSocketAddress(resolved(), port);
        if (!address.getAddress().isLoopbackAddress() && certificate == null) {
            throw new ConfigurationException("At " + host
                    + " others can listen to what is sent: set --tls-cert and --tls-key," + " or listen at 127.0.0.1");
        }
        return address;
    }

    private InetAddress resolved() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new ConfigurationException("There is no address " + host, unknown);
        }
    }

    private Optional<SslContext> tls() {
        Path chain = certificate;
        Path privateKey = key;
        if (chain == null && privateKey == null) {
            return Optional.empty();
        }
        if (chain == null || privateKey == null) {
            throw new ConfigurationException("TLS takes both --tls-cert and --tls-key");
        }
        return Optional.of(Tls.server(chain, privateKey));
    }

    private Server.Options options(
            InetSocketAddress address, OpenStore store, ServedRegions regions, ServedParts parts) {
        return new Server.Options(
                address,
                store.options().region(),
                regions.open(shell()),
                anyRegion,
                !insecureNoAuth,
                tls(),
                EndpointLimits.DEFAULTS,
                parts.rotators(),
                parts.sessions());
    }

    private void announce(int actualPort) {
        if (insecureNoAuth) {
            shell().tell(
                            "WARNING: --insecure-no-auth: nobody is asked who they are; whoever reaches this port reads and changes"
                                    + " every secret.");
        }
        String scheme = tls().isPresent() ? "https" : "http";
        shell().print("Listening at " + scheme + "://" + host + ":" + actualPort);
        shell().flush();
    }
}
