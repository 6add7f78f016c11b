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
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Changes of secrets of 512 bytes, in memory. */
@State(Scope.Benchmark)
@Warmup(iterations = 8, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteBenchmark {
    private static final String VALUE = "x".repeat(512);

    /** The metadata of a secret with one version, and with two. */
    private static final byte[] METADATA = new byte[85];

    private static final byte[] METADATA_OF_TWO = new byte[165];
    private static final byte[] PLAINTEXT = new byte[512];

    private Aead aead;
    private SecretsManager secrets;
    private String first;
    private String second;
    private int next;

    /** So many secrets that none comes to many versions. */
    @State(Scope.Benchmark)
    public static class Putting {
        private final List<String> names = IntStream.range(0, Size.of(100_000, 20_000))
                .mapToObj(ManySecrets::name)
                .toList();
        private SecretsManager secrets;
        private int next;

        @Setup(Level.Trial)
        public void makeStore() {
            secrets = ManySecrets.manager(new InMemorySecretStore());
            ManySecrets.create(secrets, names.size(), 512);
        }

        private String nextName() {
            return names.get(next++ % names.size());
        }
    }

    @Setup(Level.Trial)
    public void makeStore() {
        aead = Floor.newAead();
        secrets = ManySecrets.manager(new InMemorySecretStore());
        first = secrets.createSecret(new CreateSecretRequest("staged").secretString(VALUE))
                .versionId()
                .orElseThrow();
        second = secrets.putSecretValue(new PutSecretValueRequest("staged").secretString(VALUE))
                .versionId();
    }

    @Benchmark
    public CreateSecretResponse create() {
        return secrets.createSecret(new CreateSecretRequest("new/" + next++).secretString(VALUE));
    }

    @Benchmark
    public PutSecretValueResponse put(Putting putting) {
        return putting.secrets.putSecretValue(new PutSecretValueRequest(putting.nextName()).secretString(VALUE));
    }

    @Benchmark
    public UpdateSecretVersionStageResponse updateStage() {
        boolean back = next++ % 2 == 0;
        return secrets.updateSecretVersionStage(
                new UpdateSecretVersionStageRequest("staged", StagingLabel.AWSCURRENT.toString())
                        .removeFromVersionId(back ? second : first)
                        .moveToVersionId(back ? first : second));
    }

    /** What a new value takes: it is sealed, and so is the metadata. */
    @Benchmark
    public void sealValueAndMetadata(Blackhole blackhole) throws GeneralSecurityException {
        blackhole.consume(aead.encrypt(PLAINTEXT, Floor.ASSOCIATED));
        blackhole.consume(aead.encrypt(METADATA, Floor.ASSOCIATED));
    }

    /** What a new value of a secret that has one takes. */
    @Benchmark
    public void sealValueAndLongerMetadata(Blackhole blackhole) throws GeneralSecurityException {
        blackhole.consume(aead.encrypt(PLAINTEXT, Floor.ASSOCIATED));
        blackhole.consume(aead.encrypt(METADATA_OF_TWO, Floor.ASSOCIATED));
    }

    /** What a change of labels takes. */
    @Benchmark
    public byte[] sealMetadata() throws GeneralSecurityException {
        return aead.encrypt(METADATA_OF_TWO, Floor.ASSOCIATED);
    }
}
