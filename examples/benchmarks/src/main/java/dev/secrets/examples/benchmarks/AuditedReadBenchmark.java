package dev.secrets.examples.benchmarks;

import dev.secrets.SecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.audit.JournalAuditListener;
import dev.secrets.audit.JournalOptions;
import dev.secrets.audit.JournalOptions.Acceptance;
import dev.secrets.keys.KeyManager;
import dev.secrets.model.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The same reading, with each value in the chained journal before it leaves. */
@State(Scope.Benchmark)
@Warmup(iterations = 12, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AuditedReadBenchmark {
    @Param({"QUEUED", "WRITTEN", "DURABLE"})
    Acceptance acceptance;

    private Path directory;
    private JournalAuditListener journal;
    private SecretsManager app;

    @Setup(Level.Trial)
    public void openJournal() throws IOException {
        directory = TemporaryDirectory.make();
        app = ReadingApplication.open(this::journal);
    }

    private AuditListener journal(KeyManager keys) {
        journal = new JournalAuditListener(
                directory.resolve("trail"),
                keys.auditMac(),
                JournalOptions.defaults().acceptance(acceptance));
        return journal;
    }

    /**
     * Moves the older files away, as an operator does. Otherwise each line would be written to memory that the machine has not used
     * before, and to get that from the host takes longer than all of what is measured here.
     */
    @TearDown(Level.Iteration)
    public void moveOlderFilesAway() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("trail"))) {
            List<Path> trail = files.filter(
                            file -> file.getFileName().toString().startsWith("audit-"))
                    .sorted()
                    .toList();
            for (Path older : trail.subList(0, trail.size() - 1)) {
                Files.delete(older);
            }
        }
    }

    @TearDown(Level.Trial)
    public void closeJournal() throws IOException {
        journal.close();
        TemporaryDirectory.delete(directory);
    }

    @Benchmark
    public SecretValue get() {
        return app.getSecretValue(ReadingApplication.NAME).secretValue();
    }
}
