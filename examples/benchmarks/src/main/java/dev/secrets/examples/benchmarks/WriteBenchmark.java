package dev.secrets.examples.benchmarks;

import com.google.crypto.tink.Aead;
import dev.secrets.SecretsManager;
import dev.secrets.examples.benchmarks.report.Size;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.PutSecretValueResponse;
import dev.secrets.model.StagingLabel;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.model.UpdateSecretVersionStageResponse;
import dev.secrets.store.InMemorySecretStore;
import java.security.GeneralSecurityException;
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
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * Changes of secrets of 512 bytes, in memory, on a heap that has its size from the beginning. When the code is warm, a store is made
 * anew: a secret has two or three versions while it is measured.
 *
 * <p>The floors seal as many bytes as the engine does, under the same cipher, and keep what they have sealed under as many names, in
 * the same order: who comes to a cold name waits for memory, and what is kept is moved by the garbage collector, whoever keeps it.
 * They keep neither former versions nor an order of names, nor anything to find a secret's state by.
 */
@State(Scope.Benchmark)
@Fork(jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 8, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteBenchmark {
    private static final String VALUE = "x".repeat(512);

    /** The metadata of a secret with one version, and with two. */
    private static final byte[] METADATA = new byte[85];

    private static final byte[] METADATA_OF_TWO = new byte[165];
    private static final byte[] PLAINTEXT = new byte[512];

    /** Names by turns, so many that none comes to many versions. */
    private final List<String> names = IntStream.range(0, Size.of(100_000, 20_000))
            .mapToObj(ManySecrets::name)
            .toList();

    private final Aead aead = Floor.newAead();
    private final Map<String, Sealings> kept = new ConcurrentHashMap<>();
    private SecretsManager secrets;
    private String first;
    private String second;
    private boolean measured;
    private int next;

    /**
     * The least that is kept of a secret.
     *
     * @param value its sealed value
     * @param metadata its sealed metadata
     */
    record Sealings(byte[] value, byte[] metadata) {}

    /** What warming up has left is collected before anything is measured. */
    @Setup(Level.Iteration)
    public void makeStore(IterationParams iteration) throws GeneralSecurityException {
        boolean measures = iteration.getType() == IterationType.MEASUREMENT;
        if (secrets == null || measures && !measured) {
            measured = measures;
            next = 0;
            makeSecrets();
            keepSealings();
            System.gc();
        }
    }

    private void makeSecrets() {
        secrets = ManySecrets.manager(new InMemorySecretStore());
        ManySecrets.create(secrets, names.size(), 512);
        first = secrets.createSecret(new CreateSecretRequest("staged").secretString(VALUE))
                .versionId()
                .orElseThrow();
        second = secrets.putSecretValue(new PutSecretValueRequest("staged").secretString(VALUE))
                .versionId();
    }

    private void keepSealings() throws GeneralSecurityException {
        kept.clear();
        for (String name : names) {
            kept.put(name, sealings(METADATA));
        }
    }

    private Sealings sealings(byte[] metadata) throws GeneralSecurityException {
        return new Sealings(aead.encrypt(PLAINTEXT, Floor.ASSOCIATED), aead.encrypt(metadata, Floor.ASSOCIATED));
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
