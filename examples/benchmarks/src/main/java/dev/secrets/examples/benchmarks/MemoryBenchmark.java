package dev.secrets.examples.benchmarks;

import dev.secrets.SecretsManager;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SecretStore;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How much of the heap a secret takes: what is in use after a collection, by the number of secrets. */
@BenchmarkMode(Mode.SingleShotTime)
@Fork(jvmArgsAppend = "-Xmx6g")
public class MemoryBenchmark {
    private static final int SECRETS = 1_000_000;
    private static final int LENGTH = 300;

    /** What is counted. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counted {
        public double bytesPerSecret;
    }

    /** The store, after the manager that filled it is gone. */
    @Benchmark
    public SecretStore store(Counted counted) {
        long before = used();
        SecretStore store = new InMemorySecretStore();
        fill(store);
        counted.bytesPerSecret = (used() - before) / (double) SECRETS;
        return store;
    }

    private static void fill(SecretStore store) {
        SecretsManager secrets = ManySecrets.manager(store);
        ManySecrets.create(secrets, SECRETS, LENGTH);
    }

    /** The floor: the values alone. */
    @Benchmark
    public byte[][] bytes(Counted counted) {
        long before = used();
        byte[][] values = new byte[SECRETS][];
        IntStream.range(0, SECRETS).forEach(i -> values[i] = new byte[LENGTH]);
        counted.bytesPerSecret = (used() - before) / (double) SECRETS;
        return values;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
