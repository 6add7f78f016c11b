package dev.secrets.examples.benchmarks;

import com.google.crypto.tink.Aead;
import dev.secrets.SecretsManager;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.PutSecretValueResponse;
import dev.secrets.model.StagingLabel;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.model.UpdateSecretVersionStageResponse;
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
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Changes of secrets of 512 bytes, in memory, on a heap that has its size from the beginning. Each iteration has a store of its own:
 * a secret has a few versions while it is measured, and what the former iterations left is collected.
 *
 * <p>The floors seal as many bytes as the engine does, under the same cipher, and keep what they have sealed under as many names, in
 * the same order: who comes to a cold name waits for memory, and what is kept is moved by the garbage collector, whoever keeps it.
 * They keep neither former versions nor an order of names, nor anything to find a secret's state by.
 */
@State(Scope.Benchmark)
@Fork(jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
@Warmup(iterations = 6, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteBenchmark {
    private static final String VALUE = "x".repeat(512);

    /** The metadata of a secret with one version, and with two. */
    private static final byte[] METADATA = new byte[85];

    private static final byte[] METADATA_OF_TWO = new byte[165];
    private static final byte[] PLAINTEXT = new byte[512];

    /** Names by turns, so many that none comes to many versions. */
    private final List<String> names =
            IntStream.range(0, 10_000).mapToObj(ManySecrets::name).toList();

    private final Aead aead = Floor.newAead();

    /** Made ahead, so that what an iteration allocates is what it measures. */
    private final Deque<Stores> stores = new ArrayDeque<>();

    private SecretsManager secrets;
    private Map<String, Sealings> kept;
    private String first;
    private String second;
    private int next;

    /**
     * What one iteration works on.
     *
     * @param secrets secrets of all names
     * @param kept sealings of all names
     */
    private record Stores(SecretsManager secrets, Map<String, Sealings> kept) {}

    /**
     * The least that is kept of a secret.
     *
     * @param value its sealed value
     * @param metadata its sealed metadata
     */
    record Sealings(byte[] value, byte[] metadata) {}

    @Setup(Level.Trial)
    public void makeStores(BenchmarkParams benchmark) throws GeneralSecurityException {
        int iterations =
                benchmark.getWarmup().getCount() + benchmark.getMeasurement().getCount();
        for (int i = 0; i < iterations; i++) {
            stores.add(new Stores(newSecrets(), newSealings()));
        }
    }

    private SecretsManager newSecrets() {
        SecretsManager made = ManySecrets.manager(new InMemorySecretStore());
        ManySecrets.create(made, names.size(), 512);
        return made;
    }

    private Map<String, Sealings> newSealings() throws GeneralSecurityException {
        Map<String, Sealings> made = new ConcurrentHashMap<>();
        for (String name : names) {
            made.put(name, sealings(METADATA));
        }
        return made;
    }

    private Sealings sealings(byte[] metadata) throws GeneralSecurityException {
        return new Sealings(aead.encrypt(PLAINTEXT, Floor.ASSOCIATED), aead.encrypt(metadata, Floor.ASSOCIATED));
    }

    @Setup(Level.Iteration)
    public void takeStores() {
        Stores taken = stores.remove();
        secrets = taken.secrets();
        kept = taken.kept();
        next = 0;
        first = secrets.createSecret(new CreateSecretRequest("staged").secretString(VALUE))
                .versionId()
                .orElseThrow();
        second = secrets.putSecretValue(new PutSecretValueRequest("staged").secretString(VALUE))
                .versionId();
        System.gc();
    }

    private String nextName() {
        return names.get(next++ % names.size());
    }

    @Benchmark
    public CreateSecretResponse create() {
        return secrets.createSecret(new CreateSecretRequest("new/" + next++).secretString(VALUE));
    }

    @Benchmark
    public PutSecretValueResponse put() {
        return secrets.putSecretValue(new PutSecretValueRequest(nextName()).secretString(VALUE));
    }

    @Benchmark
    public UpdateSecretVersionStageResponse updateStage() {
        boolean back = next++ % 2 == 0;
        return secrets.updateSecretVersionStage(
                new UpdateSecretVersionStageRequest("staged", StagingLabel.AWSCURRENT.toString())
                        .removeFromVersionId(back ? second : first)
                        .moveToVersionId(back ? first : second));
    }

    /** What a new secret takes: its value is sealed, and so is the metadata. */
    @Benchmark
    public Sealings keepNewSealings() throws GeneralSecurityException {
        return kept.put("new/" + next++, sealings(METADATA));
    }

    /** What a new value takes of a secret that has one. */
    @Benchmark
    public Sealings replaceSealings() throws GeneralSecurityException {
        return kept.put(nextName(), sealings(METADATA_OF_TWO));
    }

    /** What a change of labels takes. */
    @Benchmark
    public byte[] sealMetadata() throws GeneralSecurityException {
        return aead.encrypt(METADATA_OF_TWO, Floor.ASSOCIATED);
    }
}
