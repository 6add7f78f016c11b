package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.store.FoundSecret;
import dev.secrets.testing.Concurrently;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Scale;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt closes the channel that a thread is in, for all threads. Here it harms nobody, and is not lost. */
final class InterruptTest {
    private static final int WORKERS = 8;
    private static final int ROUNDS = Scale.of(150, 10_000);
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    @TempDir
    Path temporary;

    private final Queue<Thread> workers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger interrupts = new AtomicInteger();
    private final AtomicInteger kept = new AtomicInteger();

    @Test
    void commitAndRead_interruptedEveryMillisecond_goOn() {
        AtomicBoolean over = new AtomicBoolean();
        Thread storm = new Thread(() -> interruptUntil(over));
        storm.start();
        AtomicLong commits = new AtomicLong();
        try (FileSecretStore store = open()) {
            Concurrently.run(WORKERS, worker -> {
                workers.add(Thread.currentThread());
                String name = "secret/" + worker;
                store.commit(Sample.create(name, 100));
                for (long revision = 1; revision < ROUNDS; revision++) {
                    change(store, name, revision);
                    commits.incrementAndGet();
                }
                workers.remove(Thread.currentThread());
            });
            over.set(true);
            assertHolds(store);
        } finally {
            over.set(true);
        }
        try (FileSecretStore store = open()) {
            assertHolds(store);
        }
        assertThat(kept).as("calls that returned with the flag set").hasPositiveValue();
        System.out.println("Interrupts: " + interrupts + " of " + WORKERS + " threads during " + commits
                + " commits and as many reads, 0 closed stores, 0 lost, flag kept " + kept + " times");
    }

    private FileSecretStore open() {
        return new FileSecretStore(temporary.resolve("store"), TestRootKey.FIRST);
    }

    private void interruptUntil(AtomicBoolean over) {
        while (!over.get()) {
            workers.forEach(worker -> {
                worker.interrupt();
                interrupts.incrementAndGet();
            });
            LockSupport.parkNanos(MILLISECOND);
        }
    }

    /** The flag is cleared before each call, so that each gets its chance to be interrupted inside. */
    private void change(FileSecretStore store, String name, long revision) {
        Thread.interrupted();
        store.commit(Sample.update(name, revision, 100));
        countKept();
        FoundSecret found = store.find(name).orElseThrow();
        countKept();
        assertThat(found.secret()).isEqualTo(Sample.secret(name, revision + 1));
        assertThat(found.currentValue()).contains(Sample.value(name, revision + 1, 100));
        if (revision % 50 == 0) {
            store.compact();
            countKept();
        }
    }

    private void countKept() {
        if (Thread.interrupted()) {
            kept.incrementAndGet();
        }
    }

    private static void assertHolds(FileSecretStore store) {
        for (int worker = 0; worker < WORKERS; worker++) {
            assertThat(store.find("secret/" + worker).orElseThrow().secret().revision())
                    .isEqualTo(ROUNDS);
        }
    }

    @Test
    void everyCall_ofAnInterruptedThread_isDoneAndKeepsTheFlag() {
        List<Runnable> calls = List.of(
                () -> open().close(),
                () -> withStore(store -> store.commit(Sample.create("a", 100))),
                () -> withStore(store -> assertThat(store.find("a")).isPresent()),
                () -> withStore(store -> store.backup(temporary.resolve("backup"))),
                () -> withStore(FileSecretStore::compact),
                () -> FileSecretStore.salvage(
                                temporary.resolve("store"), TestRootKey.FIRST, FileStoreOptions.defaults())
                        .close());
        for (Runnable call : calls) {
            Thread.currentThread().interrupt();
            call.run();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private void withStore(java.util.function.Consumer<FileSecretStore> use) {
        try (FileSecretStore store = open()) {
            use.accept(store);
        }
    }
}
