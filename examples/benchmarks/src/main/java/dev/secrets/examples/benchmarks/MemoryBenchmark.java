package dev.secrets.examples.benchmarks;

import dev.secrets.SecretsManager;
import dev.secrets.keys.AeadRootKey;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.RootKey;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SecretStore;
import dev.secrets.store.file.FileSecretStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How much of the heap a secret takes: what is in use after a collection, by the number of secrets. */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(jvmArgsAppend = {"-Xmx6g", "-XX:-AlwaysPreTouch"})
public class MemoryBenchmark {
    private static final int SECRETS = 1_000_000;
    private static final int SECRETS_IN_FILES = 100_000;
    private static final int LENGTH = 300;

    /** So many share a sync that filling the store takes seconds. */
    private static final int WRITERS = 64;

    /** What is counted. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counted {
        public double bytesPerSecret;

        private long before;

        private void begin() {
            before = used();
        }

        private void end(int secrets) {
            bytesPerSecret = (used() - before) / (double) secrets;
        }

        private static long used() {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }

    /** The store, after the manager that filled it is gone. */
    @Benchmark
    public SecretStore store(Counted counted) {
        counted.begin();
        SecretStore store = new InMemorySecretStore();
        fill(ManySecrets.manager(store), 0, SECRETS);
        counted.end(SECRETS);
        return store;
    }

    private static void fill(SecretsManager secrets, int from, int to) {
        String value = "x".repeat(LENGTH);
        IntStream.range(from, to)
                .forEach(i -> secrets.createSecret(new CreateSecretRequest(ManySecrets.name(i)).secretString(value)));
    }

    /** The floor: the values alone. */
    @Benchmark
    public byte[][] values(Counted counted) {
        counted.begin();
        byte[][] values = new byte[SECRETS][];
        IntStream.range(0, SECRETS).forEach(i -> values[i] = new byte[LENGTH]);
        counted.end(SECRETS);
        return values;
    }

    /** A store that is opened again. */
    @Benchmark
    public void fileIndex(Counted counted) throws IOException, InterruptedException {
        Path directory = TemporaryDirectory.make();
        RootKey rootKey = new AeadRootKey("benchmark", Floor.newAead());
        Path path = directory.resolve("secrets");
        fill(path, rootKey);
        counted.begin();
        try (FileSecretStore store = new FileSecretStore(path, rootKey)) {
            if (store.find(ManySecrets.name(0)).isEmpty()) {
                throw new IllegalStateException("What was written is not there");
            }
            counted.end(SECRETS_IN_FILES);
        }
        TemporaryDirectory.delete(directory);
    }

    /** In a method of its own, since what fills the store must be gone when the counting begins. */
    private static void fill(Path path, RootKey rootKey) throws InterruptedException {
        try (FileSecretStore store = new FileSecretStore(path, rootKey)) {
            fillByMany(ManySecrets.manager(store));
        }
    }

    private static void fillByMany(SecretsManager secrets) throws InterruptedException {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        int each = SECRETS_IN_FILES / 1000;
        IntStream.range(0, 1000).forEach(i -> writers.execute(() -> fill(secrets, i * each, (i + 1) * each)));
        writers.shutdown();
        if (!writers.awaitTermination(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException("The store was not filled in time");
        }
    }
}
