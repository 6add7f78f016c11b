package dev.secrets.examples.benchmarks;

import dev.secrets.examples.benchmarks.SignedRequest.AccessKey;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * GetSecretValue by clients that keep their connections open: {@code secrets serve} on a file store with signatures verified, beside
 * its HTTP server with a constant answer and beside moto's server. Each server is a process of its own.
 *
 * <p>A server is compiled while it serves. On two cores, eight clients that send one request after the other leave the compiler so
 * little time that this takes half a minute; one client leaves it a core. So one client goes ahead, alone, before anything is measured.
 */
@Warmup(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EndpointBenchmark {
    private static final long GOES_AHEAD_NANOS = 12_000_000_000L;
    private static final String NAME = "prod/db";
    private static final String VALUE =
            "{\\\"username\\\":\\\"app\\\",\\\"password\\\":\\\"correct horse battery staple\\\",\\\"host\\\":\\\"db\\\"}";
    private static final String GET = "{\"SecretId\": \"" + NAME + "\"}";
    private static final String CREATE = "{\"Name\": \"" + NAME + "\", \"SecretString\": \"" + VALUE
            + "\", \"ClientRequestToken\": \"00000000-0000-0000-0000-000000000000\"}";
    private static final String ANSWER =
            "{\"ARN\":\"arn:aws:secretsmanager:us-east-1:000000000000:secret:prod/db-871U2O\","
                    + "\"Name\":\"prod/db\",\"VersionId\":\"00000000-0000-0000-0000-000000000000\",\"SecretString\":\""
                    + VALUE
                    + "\",\"VersionStages\":[\"AWSCURRENT\"],\"CreatedDate\":1795978262.63}";

    /** A server and the request that is sent to it. */
    public abstract static class Server {
        private ServerProcess process;
        private byte[] request;

        void use(ServerProcess started, AccessKey key) throws Exception {
            process = started;
            request = SignedRequest.of(process.port(), key, "GetSecretValue", GET);
        }

        void create(AccessKey key) throws Exception {
            try (KeepAliveClient client = new KeepAliveClient(process.port())) {
                client.exchange(SignedRequest.of(process.port(), key, "CreateSecret", CREATE));
            }
        }

        void warmUp() throws IOException {
            long end = System.nanoTime() + GOES_AHEAD_NANOS;
            try (KeepAliveClient client = new KeepAliveClient(process.port())) {
                while (System.nanoTime() < end) {
                    client.exchange(request);
                }
            }
        }

        @TearDown(Level.Trial)
        public void stop() {
            process.close();
        }
    }

    /** The endpoint. */
    @State(Scope.Benchmark)
    public static class Served extends Server {
        private PackagedCommand command;

        @Setup(Level.Trial)
        public void start() throws Exception {
            command = PackagedCommand.onNewStore();
            String[] key = command.run(
                            "create-access-key",
                            "--principal",
                            "arn:aws:iam::000000000000:root",
                            "--query",
                            "AccessKey.[AccessKeyId,SecretAccessKey]",
                            "--output",
                            "text")
                    .strip()
                    .split("\\s+");
            AccessKey made = new AccessKey(key[0], key[1]);
            use(command.serve(), made);
            create(made);
            warmUp();
        }

        /** Torn down as a server is: annotated again, it would be torn down twice. */
        @Override
        public void stop() {
            super.stop();
            try {
                command.close();
            } catch (IOException left) {
                throw new java.io.UncheckedIOException(left);
            }
        }
    }

    /** The HTTP server with a constant answer. */
    @State(Scope.Benchmark)
    public static class Bare extends Server {
        @Setup(Level.Trial)
        public void start() throws Exception {
            use(ServerProcess.ofThisJar(BareHttpServer.class, ANSWER), new AccessKey("a", "b"));
            warmUp();
        }
    }

    /** Moto's server. */
    @State(Scope.Benchmark)
    public static class Moto extends Server {
        @Setup(Level.Trial)
        public void start() throws Exception {
            AccessKey any = new AccessKey("a", "b");
            use(ServerProcess.moto(), any);
            create(any);
        }
    }

    /** One client of each measuring thread. */
    @State(Scope.Thread)
    public static class Client {
        private KeepAliveClient connection;

        int get(Server server) throws IOException {
            if (connection == null) {
                connection = new KeepAliveClient(server.process.port());
            }
            return connection.exchange(server.request);
        }

        @TearDown(Level.Trial)
        public void close() throws IOException {
            if (connection != null) {
                connection.close();
            }
        }
    }

    @Benchmark
    @Threads(1)
    public int served1(Served server, Client client) throws IOException {
        return client.get(server);
    }

    @Benchmark
    @Threads(8)
    public int served8(Served server, Client client) throws IOException {
        return client.get(server);
    }

    @Benchmark
    @Threads(1)
    public int bare1(Bare server, Client client) throws IOException {
        return client.get(server);
    }

    @Benchmark
    @Threads(8)
    public int bare8(Bare server, Client client) throws IOException {
        return client.get(server);
    }

    @Benchmark
    @Threads(1)
    public int moto1(Moto server, Client client) throws IOException {
        return client.get(server);
    }

    @Benchmark
    @Threads(8)
    public int moto8(Moto server, Client client) throws IOException {
        return client.get(server);
    }
}
