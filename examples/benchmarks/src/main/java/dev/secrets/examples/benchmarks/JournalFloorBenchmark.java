package dev.secrets.examples.benchmarks;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.mac.MacConfig2026;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The least that a journalled read of {@link AuditedReadBenchmark} takes: opening the value, the keyed digest of a line, and giving as
 * many bytes to the operating system. The line is not rendered, and nothing is decided.
 */
@State(Scope.Benchmark)
@Warmup(iterations = 6, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JournalFloorBenchmark {
    /** As long as the journal's line of such a read. */
    private static final int LINE = 577;

    /** The journal begins a new file after as much. */
    private static final long FILE = 32L << 20;

    private final Aead aead = Floor.newAead();
    private final Map<String, byte[]> sealed = new ConcurrentHashMap<>();
    private final byte[] line = new byte[LINE];
    private Mac mac;
    private Path directory;
    private RandomAccessFile file;
    private long written;

    @Setup(Level.Trial)
    public void open() throws GeneralSecurityException, IOException {
        sealed.put(ReadingApplication.NAME, aead.encrypt(new byte[512], Floor.ASSOCIATED));
        mac = KeysetHandle.generateNew(PredefinedMacParameters.HMAC_SHA256_256BITTAG, MacConfig2026.get())
                .getPrimitive(MacConfig2026.get(), Mac.class);
        directory = TemporaryDirectory.make();
        file = new RandomAccessFile(directory.resolve("lines").toFile(), "rw");
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        file.close();
        TemporaryDirectory.delete(directory);
    }

    @Benchmark
    public byte[] openChainAndWrite() throws GeneralSecurityException, IOException {
        byte[] opened = aead.decrypt(sealed.get(ReadingApplication.NAME), Floor.ASSOCIATED);
        byte[] digest = mac.computeMac(line);
        System.arraycopy(digest, 0, line, 0, digest.length);
        write();
        return opened;
    }

    private void write() throws IOException {
        if (written >= FILE) {
            file.setLength(0);
            written = 0;
        }
        file.write(line);
        written += LINE;
    }
}
