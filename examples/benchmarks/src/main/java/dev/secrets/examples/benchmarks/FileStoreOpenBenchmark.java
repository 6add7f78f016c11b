package dev.secrets.examples.benchmarks;

import dev.secrets.examples.benchmarks.report.Size;
import dev.secrets.model.RootKey;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.store.file.FileSecretStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Opening a store of 100,000 secrets of 1 KiB in a heap of 128 MiB, and finding one of them there; beside it the floor: reading the
 * same file from end to end through an HMAC, and one read of as many bytes as a record.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = {"-Xms128m", "-Xmx128m"})
public class FileStoreOpenBenchmark {
    private static final int SECRETS = Size.of(100_000, 10_000);
    private static final int THREADS = 64;
    private static final int VALUE = 1024;
    private static final int CHUNK = 256 << 10;
    private static final String HMAC = "HmacSHA256";

    private final SealedBytes metadata = SealedBytes.wrap(new byte[128]);
    private final SealedBytes value = SealedBytes.wrap(new byte[VALUE]);

    private Path directory;
    private RootKey rootKey;
    private FileSecretStore store;
    private FileChannel journal;
    private long length;

    @Setup(Level.Trial)
    public void fill() throws IOException, GeneralSecurityException, InterruptedException, ExecutionException {
        directory = TemporaryDirectory.make();
        rootKey = FileStoreBenchmark.rootKey();
        store = openStore();
        createAll();
        journal = FileChannel.open(directory.resolve("store").resolve("journal-1"));
        length = journal.size();
    }

    private FileSecretStore openStore() {
        return new FileSecretStore(directory.resolve("store"), rootKey);
    }

    private void createAll() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<? extends Future<?>> filled = IntStream.range(0, THREADS)
                    .mapToObj(first -> threads.submit(() -> createEvery(first)))
                    .toList();
            for (Future<?> part : filled) {
                part.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private void createEvery(int first) {
        for (int i = first; i < SECRETS; i += THREADS) {
            String version = "5d0a3c1b-7e42-4f0e-9a61-" + (1_000_000_000_000L + i);
            StoredSecret record =
                    new StoredSecret(name(i), "uid-" + version, 1, Optional.empty(), Optional.of(version), metadata);
            store.commit(new SecretChange.Create(record, List.of(new StoredValue(version, value))));
        }
    }

    private static String name(int index) {
        return ManySecrets.name(index);
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        store.close();
        journal.close();
        TemporaryDirectory.delete(directory);
    }

    @Benchmark
    public void open() {
        store.close();
        store = openStore();
    }

    @Benchmark
    public byte[] openFloor() throws IOException, GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(new byte[32], HMAC));
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (long at = 0; at < length; at += chunk.limit()) {
            journal.read(chunk.clear(), at);
            mac.update(chunk.flip());
        }
        return mac.doFinal();
    }

    @Benchmark
    public Optional<FoundSecret> find() {
        return store.find(name(ThreadLocalRandom.current().nextInt(SECRETS)));
    }

    @Benchmark
    public ByteBuffer findFloor() throws IOException {
        ByteBuffer record = ByteBuffer.allocate((int) (length / SECRETS));
        journal.read(record, ThreadLocalRandom.current().nextLong(length - record.capacity()));
        return record;
    }
}
