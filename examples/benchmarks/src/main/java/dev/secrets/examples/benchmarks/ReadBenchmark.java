package dev.secrets.examples.benchmarks;

import com.google.crypto.tink.Aead;
import dev.secrets.SecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.model.SecretValue;
import dev.secrets.wire.JsonProtocol;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

/** Reading one value of 512 bytes: authorised by one of 100 statements and the secret's own policy, opened, audited. */
@State(Scope.Benchmark)
@Warmup(iterations = 6, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadBenchmark {
    private static final List<String> NAMES =
            IntStream.range(0, 1_000).mapToObj(i -> ReadingApplication.NAME + i).toList();

    private final Map<String, byte[]> sealed = new ConcurrentHashMap<>();
    private Aead aead;
    private SecretsManager app;
    private SecretsManager appOfMany;
    private int next;
    private JsonProtocol protocol;
    private byte[] body;

    @Setup(Level.Trial)
    public void makeStore() throws GeneralSecurityException {
        aead = Floor.newAead();
        sealed.put(ReadingApplication.NAME, aead.encrypt(new byte[512], Floor.ASSOCIATED));
        for (String name : NAMES) {
            sealed.put(name, aead.encrypt(new byte[512], Floor.ASSOCIATED));
        }
        app = ReadingApplication.open(keys -> AuditListener.none());
        appOfMany = ReadingApplication.open(NAMES, keys -> AuditListener.none());
        protocol = new JsonProtocol();
        body = ("{\"SecretId\":\"" + ReadingApplication.NAME + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** The floor: a look-up and the raw opening of the same bytes. */
    @Benchmark
    public byte[] floor() throws GeneralSecurityException {
        return aead.decrypt(sealed.get(ReadingApplication.NAME), Floor.ASSOCIATED);
    }

    @Benchmark
    public SecretValue get() {
        return app.getSecretValue(ReadingApplication.NAME).secretValue();
    }

    /** The floor where no two openings in succession are of the same bytes: AES keys are then expanded anew for each. */
    @Benchmark
    public byte[] floorByTurns() throws GeneralSecurityException {
        return aead.decrypt(sealed.get(nextName()), Floor.ASSOCIATED);
    }

    @Benchmark
    public SecretValue getByTurns() {
        return appOfMany.getSecretValue(nextName()).secretValue();
    }

    private String nextName() {
        return NAMES.get(next++ % NAMES.size());
    }

    @Benchmark
    public byte[] wire() {
        return protocol.handle(app, "GetSecretValue", body).body();
    }
}
