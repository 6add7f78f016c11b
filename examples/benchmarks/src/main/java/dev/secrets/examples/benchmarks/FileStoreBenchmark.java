package dev.secrets.examples.benchmarks;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.secrets.keys.AeadRootKey;
import dev.secrets.model.RootKey;
import dev.secrets.store.file.FileSecretStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
 * Durable changes of secrets in {@link FileSecretStore}, {@code SecretStore.commit} of a new version with a value of 512 bytes,
 * by 1, 8 and 64 threads; beside each the floor, which appends as many bytes to a file that grows as the journal does and syncs
 * them. The time is what one thread waits: among 64 threads, 64 times what a change takes.
 */
@Warmup(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FileStoreBenchmark {
    /** A store on the disk below the directory for temporary files. */
    @State(Scope.Benchmark)
    public static class Store {
        private final AtomicInteger writers = new AtomicInteger();
        private Path directory;
        private FileSecretStore store;

        @Setup(Level.Trial)
        public void open() throws IOException, GeneralSecurityException {
            directory = TemporaryDirectory.make();
            store = new FileSecretStore(directory.resolve("store"), rootKey());
        }

        @TearDown(Level.Trial)
        public void close() throws IOException {
            store.close();
            TemporaryDirectory.delete(directory);
        }

        WrittenSecret secret() {
            WrittenSecret secret = new WrittenSecret("%012d".formatted(writers.incrementAndGet()));
            secret.create(store);
            return secret;
        }
    }

    /** The secret of one thread. */
    @State(Scope.Thread)
    public static class Secret {
        private WrittenSecret secret;

        @Setup(Level.Trial)
        public void create(Store store) {
            secret = store.secret();
        }
    }

    /** Two bare files on the same disk, and the bytes of one change as the store writes it. */
    @State(Scope.Benchmark)
    public static class Logs {
        private Path directory;
        private byte[] record;
        private FileChannel alone;
        private GroupCommittedLog shared;

        @Setup(Level.Trial)
        public void open() throws IOException, GeneralSecurityException {
            directory = TemporaryDirectory.make();
            record = new byte[recordLength(directory.resolve("store"))];
            alone = FileChannel.open(directory.resolve("alone"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            shared = new GroupCommittedLog(directory.resolve("shared"));
        }

        private static int recordLength(Path directory) throws IOException, GeneralSecurityException {
            RootKey rootKey = rootKey();
            WrittenSecret secret = new WrittenSecret("%012d".formatted(0));
            try (FileSecretStore store = new FileSecretStore(directory, rootKey)) {
                secret.create(store);
            }
            long before = Files.size(directory.resolve("journal-1"));
            try (FileSecretStore store = new FileSecretStore(directory, rootKey)) {
                secret.put(store);
            }
            return (int) (Files.size(directory.resolve("journal-1")) - before);
        }

        @TearDown(Level.Trial)
        public void close() throws IOException {
            alone.close();
            shared.close();
            TemporaryDirectory.delete(directory);
        }
    }

    static RootKey rootKey() throws GeneralSecurityException {
        Aead aead = KeysetHandle.generateNew(PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE, AeadConfig2026.get())
                .getPrimitive(AeadConfig2026.get(), Aead.class);
        return new AeadRootKey("benchmark", aead);
    }

    @Benchmark
    @Threads(1)
    public void put1(Store store, Secret secret) {
        secret.secret.put(store.store);
    }

    @Benchmark
    @Threads(8)
    public void put8(Store store, Secret secret) {
        secret.secret.put(store.store);
    }

    @Benchmark
    @Threads(64)
    public void put64(Store store, Secret secret) {
        secret.secret.put(store.store);
    }

    @Benchmark
    @Threads(1)
    public void put1Floor(Logs logs) throws IOException {
        logs.alone.write(ByteBuffer.wrap(logs.record));
        logs.alone.force(false);
    }

    @Benchmark
    @Threads(8)
    public void put8Floor(Logs logs) throws IOException {
        logs.shared.append(logs.record);
    }

    @Benchmark
    @Threads(64)
    public void put64Floor(Logs logs) throws IOException {
        logs.shared.append(logs.record);
    }
}
