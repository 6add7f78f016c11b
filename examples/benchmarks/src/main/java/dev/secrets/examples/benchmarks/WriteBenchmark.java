package dev.secrets.examples.benchmarks;

import com.google.crypto.tink.Aead;
import dev.secrets.SecretsManager;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.StagingLabel;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.store.InMemorySecretStore;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * Changes of secrets of 512 bytes, in memory, on a heap that has its size from the beginning. An iteration is one change of each of
 * 10,000 secrets, in a store of its own: a put gives a secret its second version however fast the machine is, and what the former
 * iterations left is collected.
 *
 * <p>The floors seal as many bytes as the engine does, by the same cipher and under as many keys, one for values and one for metadata:
 * Tink then expands both anew each time. They keep what they have sealed under as many names, in the same order: who comes to a cold
 * name waits for memory, and what is kept is moved by the garbage collector, whoever keeps it. They keep neither former versions nor
 * an order of names, nor anything to find a secret's state by.
 */
@Fork(jvmArgsAppend = {"-Xms1536m", "-Xmx1536m"})
@Warmup(iterations = 20)
@Measurement(iterations = 6)
@OperationsPerInvocation(WriteBenchmark.SECRETS)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteBenchmark {
    static final int SECRETS = 10_000;
    private static final String VALUE = "x".repeat(512);

    /** The metadata of a secret with one version, and with two. */
    private static final byte[] METADATA = new byte[85];

    private static final byte[] METADATA_OF_TWO = new byte[165];
    private static final byte[] PLAINTEXT = new byte[512];

    private static final List<String> NAMES =
            IntStream.range(0, SECRETS).mapToObj(ManySecrets::name).toList();
    private static final List<String> NEW_NAMES =
            IntStream.range(0, SECRETS).mapToObj(i -> "new/" + i).toList();

    /** A manager for each iteration, made ahead, so that what an iteration allocates is what it measures. */
    @State(Scope.Benchmark)
    public static class Managers {
        private final Deque<SecretsManager> ahead = new ArrayDeque<>();
        private SecretsManager secrets;
        private String first;
        private String second;

        @Setup(Level.Trial)
        public void make(BenchmarkParams benchmark) {
            for (int i = 0; i < iterations(benchmark); i++) {
                SecretsManager made = ManySecrets.manager(new InMemorySecretStore());
                ManySecrets.create(made, SECRETS, 512);
                ahead.add(made);
            }
        }

        @Setup(Level.Iteration)
        public void take(IterationParams iteration) {
            secrets = ahead.remove();
            first = secrets.createSecret(new CreateSecretRequest("staged").secretString(VALUE))
                    .versionId()
                    .orElseThrow();
            second = secrets.putSecretValue(new PutSecretValueRequest("staged").secretString(VALUE))
                    .versionId();
            collectBeforeMeasurement(iteration);
        }
    }

    /** The floor of it: sealed bytes by name. */
    @State(Scope.Benchmark)
    public static class Kept {
        private final Aead valueKey = Floor.newAead();
        private final Aead metadataKey = Floor.newAead();
        private final Deque<Map<String, Sealings>> ahead = new ArrayDeque<>();
        private Map<String, Sealings> byName;

        @Setup(Level.Trial)
        public void make(BenchmarkParams benchmark) throws GeneralSecurityException {
            for (int i = 0; i < iterations(benchmark); i++) {
                Map<String, Sealings> made = new ConcurrentHashMap<>();
                for (String name : NAMES) {
                    made.put(name, sealings(METADATA));
                }
                ahead.add(made);
            }
        }

        @Setup(Level.Iteration)
        public void take(IterationParams iteration) {
            byName = ahead.remove();
            collectBeforeMeasurement(iteration);
        }

        private Sealings sealings(byte[] metadata) throws GeneralSecurityException {
            return new Sealings(valueKey.encrypt(PLAINTEXT, Floor.ASSOCIATED), sealed(metadata));
        }

        private byte[] sealed(byte[] metadata) throws GeneralSecurityException {
            return metadataKey.encrypt(metadata, Floor.ASSOCIATED);
        }
    }

    /**
     * The least that is kept of a secret.
     *
     * @param value its sealed value
     * @param metadata its sealed metadata
     */
    record Sealings(byte[] value, byte[] metadata) {}

    private static void collectBeforeMeasurement(IterationParams iteration) {
        if (iteration.getType() == IterationType.MEASUREMENT) {
            System.gc();
        }
    }

    private static int iterations(BenchmarkParams benchmark) {
        return benchmark.getWarmup().getCount() + benchmark.getMeasurement().getCount();
    }

    @Benchmark
    public void create(Managers managers, Blackhole results) {
        for (String name : NEW_NAMES) {
            results.consume(managers.secrets.createSecret(new CreateSecretRequest(name).secretString(VALUE)));
        }
    }

    @Benchmark
    public void put(Managers managers, Blackhole results) {
        for (String name : NAMES) {
            results.consume(managers.secrets.putSecretValue(new PutSecretValueRequest(name).secretString(VALUE)));
        }
    }

    @Benchmark
    public void updateStage(Managers managers, Blackhole results) {
        for (int i = 0; i < SECRETS; i++) {
            boolean back = i % 2 == 0;
            results.consume(managers.secrets.updateSecretVersionStage(
                    new UpdateSecretVersionStageRequest("staged", StagingLabel.AWSCURRENT.toString())
                            .removeFromVersionId(back ? managers.second : managers.first)
                            .moveToVersionId(back ? managers.first : managers.second)));
        }
    }

    /** What a new secret takes: its value is sealed, and so is the metadata. */
    @Benchmark
    public void keepNewSealings(Kept kept, Blackhole results) throws GeneralSecurityException {
        for (String name : NEW_NAMES) {
            results.consume(kept.byName.put(name, kept.sealings(METADATA)));
        }
    }

    /** What a new value takes of a secret that has one. */
    @Benchmark
    public void replaceSealings(Kept kept, Blackhole results) throws GeneralSecurityException {
        for (String name : NAMES) {
            results.consume(kept.byName.put(name, kept.sealings(METADATA_OF_TWO)));
        }
    }

    /** What a change of labels takes. */
    @Benchmark
    public void sealMetadata(Kept kept, Blackhole results) throws GeneralSecurityException {
        for (int i = 0; i < SECRETS; i++) {
            results.consume(kept.sealed(METADATA_OF_TWO));
        }
    }
}
