package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.keys.RootKeyChain;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.file.OnDisk.Events;
import dev.secrets.store.file.SimulatedDisk.Fault;
import dev.secrets.store.file.fs.LocalFs;
import dev.secrets.store.file.fs.StoreFs;
import dev.secrets.store.file.fs.StoreFs.HeldLock;
import dev.secrets.testing.Sample;
import dev.secrets.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a new generation takes over, and what is left of the one before. */
final class CompactionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path temporary;

    private final Events events = new Events();
    private final SettableClock clock = new SettableClock(Instant.now());
    private final AtomicLong nanoTime = new AtomicLong();
    private final FileStoreOptions options = events.options().clock(clock);

    private FileSecretStore open() {
        OpenStore opened = FileSecretStore.opened(
                directory(),
                () -> new Opening(LocalFs.openOrCreate(directory(), false), new RootKeys(TestRootKey.FIRST), options)
                        .open());
        return new FileSecretStore(opened, options, Reserve.USUAL, nanoTime::get);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private Path directory() {
        return temporary.resolve("store");
    }

    private List<String> journals() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("journal-"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean isInTheDirectory(String text) {
        try (Stream<Path> files = Files.list(directory())) {
            return files.anyMatch(file -> contains(file, text));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** After a change the store looks what is due, on a thread of its own, before it makes the next change. */
    private static void await(FileSecretStore store, BooleanSupplier condition) {
        await(() -> {
            boolean holds = condition.getAsBoolean();
            if (!holds) {
                touch(store);
            }
            return holds;
        });
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("the time in which it should happen")
                    .isLessThan(end);
        }
    }

    private static void touch(FileSecretStore store) {
        long revision =
                store.find("touched").map(found -> found.secret().revision()).orElse(0L);
        store.commit(revision == 0 ? Sample.create("touched", 1) : Sample.update("touched", revision, 1));
    }

    @Test
    void delete_afterTheDelay_erasesTheValuesAndAllEarlierJournals() {
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("kept", 100));
            store.commit(Sample.create("doomed", 100));
            store.commit(Sample.delete("doomed", 1));
            assertThat(isInTheDirectory("value of doomed 1")).isTrue();
            touch(store);
            assertThat(journals()).containsExactly("journal-1");
            awaitErasure(store);

            assertThat(isInTheDirectory("value of doomed 1")).isFalse();
            assertThat(isInTheDirectory("value of kept 1")).isTrue();
            assertThat(store.find("kept")).isPresent();
        }
    }

    /** Lets the delay pass again and again: it begins when the store's thread has seen the deletion. */
    private void awaitErasure(FileSecretStore store) {
        await(store, () -> {
            pass(options.erasureDelay());
            return journals().equals(List.of("journal-2"));
        });
    }

    @Test
    void delete_thenTheClockIsSetBack_erasesAllTheSame() {
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("doomed", 100));
            store.commit(Sample.delete("doomed", 1));
            touch(store);
            touch(store);
            clock.advance(Duration.ofDays(-365));
            awaitErasure(store);

            assertThat(isInTheDirectory("value of doomed 1")).isFalse();
        }
    }

    @Test
    void close_afterADelete_erasesAtOnce() {
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("doomed", 100));
            store.commit(Sample.delete("doomed", 1));
        }
        assertThat(isInTheDirectory("value of doomed 1")).isFalse();
        assertThat(isInTheDirectory("doomed")).isFalse();
    }

    @Test
    void open_afterADeleteAndAKill_erases() {
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("doomed", 100));
        }
        Process process = StoreJvm.start(Deleter.class, directory());
        process.onExit().join();
        assertThat(isInTheDirectory("value of doomed 1")).isTrue();

        open().close();
        assertThat(isInTheDirectory("value of doomed 1")).isFalse();
    }

    /** Deletes and dies before it can erase. */
    static final class Deleter {
        private Deleter() {}

        public static void main(String[] arguments) {
            new FileSecretStore(Path.of(arguments[0]), TestRootKey.FIRST).commit(Sample.delete("doomed", 1));
            Runtime.getRuntime().halt(0);
        }
    }

    @Test
    void compact_withAForeignFileThatIsCalledAlmostAsATornTail_leavesIt() throws IOException {
        try (FileSecretStore store = open()) {
            Path notes = Files.createFile(directory().resolve("torn-notes.txt"));
            Path tail = Files.createFile(directory().resolve("torn-1-8192"));
            store.compact();
            assertThat(notes).exists();
            assertThat(tail).doesNotExist();
        }
    }

    @Test
    void rewrap_withoutRoomForTheSecondGeneration_saysThatItIsHalfDoneAndCompletes() {
        SimulatedDisk disk = new SimulatedDisk();
        try (FileSecretStore store = OnDisk.open(disk)) {
            store.commit(Sample.create("a", 100));
            disk.faults(operation -> isCreation(operation) && isSecondInUse(disk) ? Fault.FAILS : Fault.NO);
            assertThatThrownBy(() -> store.rewrap(TestRootKey.FIRST, TestRootKey.SECOND))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("half done")
                    .matches(refused -> ((StoreUnavailableException) refused).retryable());
            disk.faults(SimulatedDisk.Faults.NONE);
            store.commit(Sample.create("b", 100));
            store.rewrap(TestRootKey.FIRST, TestRootKey.SECOND);
        }
        OnDisk.open(disk, TestRootKey.SECOND, options).close();
    }

    /** A process that was killed before it could say that the store's part of a change is done asks for it again. */
    @Test
    void rewrap_ofAStoreThatIsRewrappedAlready_isDone() {
        SimulatedDisk disk = new SimulatedDisk();
        try (FileSecretStore store = OnDisk.open(disk)) {
            store.commit(Sample.create("a", 100));
            store.rewrap(TestRootKey.FIRST, TestRootKey.SECOND);
        }
        try (FileSecretStore store = OnDisk.open(disk, TestRootKey.SECOND, options)) {
            store.rewrap(TestRootKey.FIRST, TestRootKey.SECOND);
            assertThat(store.find("a")).isPresent();
        }
        assertThatThrownBy(() -> OnDisk.open(disk, TestRootKey.FIRST, options)).isInstanceOf(RootKeyException.class);
    }

    @Test
    void close_whenTheOldJournalCouldNotBeDeletedBefore_deletesItNow() {
        SimulatedDisk disk = new SimulatedDisk();
        Set<String> undeletable = ConcurrentHashMap.newKeySet();
        try (FileSecretStore store = OnDisk.open(sparing(disk, undeletable), options)) {
            store.commit(Sample.create("doomed", 100));
            store.commit(Sample.delete("doomed", 1));
            undeletable.add("journal-1");
            assertThatThrownBy(store::compact).hasMessageContaining("could not be deleted yet");
            await(() -> events.names().contains(Reports.HOUSEKEEPING_FAILED)); // and now it pauses
            undeletable.clear();
        }
        assertThat(disk.files()).doesNotContainKey("journal-1");
    }

    @Test
    void close_whenTheOldJournalStillCanNotBeDeleted_saysSo() {
        SimulatedDisk disk = new SimulatedDisk();
        Set<String> undeletable = ConcurrentHashMap.newKeySet();
        FileSecretStore store = OnDisk.open(sparing(disk, undeletable), options);
        store.commit(Sample.create("doomed", 100));
        store.commit(Sample.delete("doomed", 1));
        undeletable.add("journal-1");
        assertThatThrownBy(store::compact).hasMessageContaining("could not be deleted yet");
        assertThatThrownBy(store::close).hasMessageContaining("opening it anew erases it");
        OnDisk.open(disk).close();
        assertThat(disk.files()).doesNotContainKey("journal-1");
    }

    @Test
    void rewrap_whenTheOldJournalStillCanNotBeDeleted_isNotDone() {
        SimulatedDisk disk = new SimulatedDisk();
        Set<String> undeletable = ConcurrentHashMap.newKeySet();
        try (FileSecretStore store = OnDisk.open(sparing(disk, undeletable), options)) {
            store.commit(Sample.create("a", 100));
            undeletable.add("journal-2"); // which both keys open
            for (int call = 0; call < 2; call++) {
                assertThatThrownBy(() -> store.rewrap(TestRootKey.FIRST, TestRootKey.SECOND))
                        .hasMessageContaining("could not be deleted yet");
            }
            undeletable.clear();
            store.rewrap(TestRootKey.FIRST, TestRootKey.SECOND);
            assertThat(disk.files()).containsKey("journal-3").doesNotContainKey("journal-2");
        }
    }

    /** A file system on which some files can't be deleted while they are there. */
    private static StoreFs sparing(SimulatedDisk disk, Set<String> undeletable) {
        return new ForwardingFs(disk.mount()) {
            @Override
            public void delete(String name) throws IOException {
                if (undeletable.contains(name) && list().contains(name)) {
                    throw new IOException("Operation not permitted (simulated)");
                }
                super.delete(name);
            }
        };
    }

    /** The process that takes a change of the root key back does not know yet that another one made it. */
    @Test
    void rewrap_toTheKeyBeforeAnotherProcessChangedIt_changesItBack() {
        SimulatedDisk disk = new SimulatedDisk();
        RootKey either = new RootKeyChain(List.of(TestRootKey.FIRST, TestRootKey.SECOND));
        OnDisk.open(disk).close(); // with the first alone
        try (FileSecretStore store = OnDisk.open(disk, either, options)) {
            store.commit(Sample.create("a", 100));
            try (FileSecretStore other = OnDisk.open(disk)) {
                other.rewrap(TestRootKey.FIRST, TestRootKey.SECOND);
            }
            store.rewrap(TestRootKey.SECOND, TestRootKey.FIRST);
        }
        OnDisk.open(disk).close();
    }

    @Test
    void read_afterTheRootKeyWasOutOfReachWhenAnotherProcessCompacted_seesWhatIsWrittenSince() {
        SimulatedDisk disk = new SimulatedDisk();
        RemoteRootKey rootKey = new RemoteRootKey();
        try (FileSecretStore reader = OnDisk.open(disk, rootKey, options);
                FileSecretStore other = OnDisk.open(disk)) {
            other.commit(Sample.create("a", 100));
            assertThat(reader.find("a")).isPresent();
            rootKey.inReach = false;
            other.compact();
            assertThatThrownBy(() -> reader.find("a"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("the root key does not open it")
                    .hasMessageContaining("no route to host");
            assertThatThrownBy(() -> reader.find("a")).isInstanceOf(StoreUnavailableException.class);

            rootKey.inReach = true;
            other.commit(Sample.create("b", 100));
            assertThat(reader.find("b")).isPresent();
            reader.commit(Sample.create("c", 100));
            assertThat(other.find("c")).isPresent();
        }
    }

    /** A root key over a network. */
    private static final class RemoteRootKey implements RootKey {
        private volatile boolean inReach = true;

        @Override
        public String id() {
            return TestRootKey.FIRST.id();
        }

        @Override
        public byte[] wrap(byte[] plaintext, byte[] associatedData) {
            requireInReach();
            return TestRootKey.FIRST.wrap(plaintext, associatedData);
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
            requireInReach();
            return TestRootKey.FIRST.unwrap(wrapped, associatedData);
        }

        private void requireInReach() {
            if (!inReach) {
                throw new RootKeyException("no route to host");
            }
        }
    }

    private static boolean isCreation(SimulatedDisk.Operation operation) {
        return operation == SimulatedDisk.Operation.CREATE;
    }

    private static boolean isSecondInUse(SimulatedDisk disk) {
        return new String(disk.files().get("CURRENT"), StandardCharsets.US_ASCII).startsWith("secrets-journal 1 2 ");
    }

    @Test
    void compact_withMetadataThatDoesNotFitBesideTheValues_keepsAll() {
        Map<String, Sample.Content> before;
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("large", 9 << 20));
            store.commit(withMetadata("large", 1, 9 << 20));
            store.commit(Sample.create("many", 64 << 10));
            for (int revision = 1; revision < 250; revision++) {
                store.commit(Sample.update("many", revision, 64 << 10));
            }
            store.commit(withMetadata("many", 250, 4 << 20));
            before = Sample.contents(store);
            store.compact();
            assertThat(Sample.contents(store)).isEqualTo(before);
            assertThat(directory().resolve("journal-2").toFile().length())
                    .as("34 MiB of values and metadata, none of it twice")
                    .isLessThan(40 << 20);
            assertThat(store.find("large").orElseThrow().currentValue()).contains(Sample.value("large", 1, 9 << 20));
        }
        try (FileSecretStore store = open()) {
            assertThat(Sample.contents(store)).isEqualTo(before);
        }
    }

    /** Gives a secret long metadata and nothing else. */
    static SecretChange withMetadata(String name, long revision, int length) {
        StoredSecret secret = Sample.secret(name, revision);
        StoredSecret after = new StoredSecret(
                name,
                secret.secretUid(),
                revision + 1,
                secret.dueAt(),
                secret.currentVersionId(),
                Sample.bytes("long metadata", length));
        return new SecretChange.Update(secret.secretUid(), revision, after, List.of(), Set.of());
    }

    /** The compaction's own attempt and the first of the store's thread fail; then nothing is written any more. */
    @Test
    void compact_whenTheOldJournalCanNotBeDeletedTwice_deletesItALaterMinute() {
        SimulatedDisk disk = new SimulatedDisk();
        AtomicInteger refusals = new AtomicInteger(2);
        OpenStore opened = FileSecretStore.opened(
                directory(), () -> new Opening(disk.mount(), new RootKeys(TestRootKey.FIRST), options).open());
        try (FileSecretStore store = new FileSecretStore(opened, options, Reserve.USUAL, nanoTime::get)) {
            store.commit(Sample.create("a", 100));
            disk.faults(operation -> isDeletion(operation) && refusals.getAndDecrement() > 0 ? Fault.FAILS : Fault.NO);
            assertThatThrownBy(store::compact).isInstanceOf(StoreUnavailableException.class);
            await(() -> {
                pass(Duration.ofMinutes(1));
                return !disk.files().containsKey("journal-1");
            });
        }
        assertThat(events.names()).contains(Reports.HOUSEKEEPING_FAILED);
    }

    private static boolean isDeletion(SimulatedDisk.Operation operation) {
        return operation == SimulatedDisk.Operation.DELETE;
    }

    /** Another process deletes while this one is about to compact for the journal's size, and keeps the journal for copies. */
    @Test
    void compaction_thatMeetsADeletionOfAnotherProcess_erases() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        AtomicReference<Runnable> beforeTheLock = new AtomicReference<>(() -> {});
        StoreFs fs = new ForwardingFs(disk.mount()) {
            @Override
            public Optional<HeldLock> tryLock() throws IOException {
                beforeTheLock.getAndSet(() -> {}).run();
                return super.tryLock();
            }
        };
        try (FileSecretStore other = OnDisk.open(disk)) {
            other.commit(Sample.create("kept", 100));
            other.commit(Sample.create("doomed", 100));
            try (OpenStore store = OnDisk.opened(fs)) {
                beforeTheLock.set(() -> other.commit(Sample.delete("doomed", 1)));
                assertThat(new Compaction(store).run(false)).isTrue();
            }
            assertThat(disk.files()).containsKey("journal-2").doesNotContainKey("journal-1");
            assertThat(other.find("kept")).isPresent();
        }
    }

    @Test
    void compact_onRequest_leavesNothingOfReplacedValues() {
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("a", 100));
            for (int revision = 1; revision <= 3; revision++) {
                store.commit(Sample.update("a", revision, 100));
            }
            Map<String, Sample.Content> before = Sample.contents(store);
            store.compact();

            assertThat(Sample.contents(store)).isEqualTo(before);
            assertThat(journals()).containsExactly("journal-2");
            assertThat(isInTheDirectory("value of a 1")).isFalse();
            assertThat(isInTheDirectory("value of a 4")).isTrue();
        }
        assertThat(events.names()).containsExactly(Reports.COMPACTED);
    }

    @Test
    void commit_untilMoreThanHalfOf16MiBIsDead_compactsAndKeepsTheJournalTenMinutes() {
        try (FileSecretStore store = open()) {
            compactForItsSize(store);
            clock.advance(Duration.ofHours(-1));

            pass(Duration.ofMinutes(9));
            touch(store);
            touch(store);
            assertThat(journals()).containsExactly("journal-1", "journal-2");
            awaitEndOfTheJournalBefore(store);
        }
    }

    /** As with erasure, the store's thread may have met the new generation only now. */
    private void awaitEndOfTheJournalBefore(FileSecretStore store) {
        await(store, () -> {
            pass(Duration.ofMinutes(2));
            return journals().equals(List.of("journal-2"));
        });
    }

    private void compactForItsSize(FileSecretStore store) {
        store.commit(Sample.create("live", 1 << 20));
        store.commit(Sample.create("changed", 1 << 20));
        List<Long> lengths = new ArrayList<>();
        for (int revision = 1; journals().size() == 1; revision++) {
            assertThat(revision).isLessThan(40);
            lengths.add(directory().resolve("journal-1").toFile().length());
            store.commit(Sample.update("changed", revision, 1 << 20));
            store.find("live");
        }
        assertThat(lengths.get(lengths.size() - 1)).isGreaterThan((16L << 20) - (2 << 20));
        await(store, () -> events.names().contains(Reports.COMPACTED));
        assertThat(directory().resolve("journal-2").toFile().length()).isLessThan(12 << 20);
    }

    /** By the time of day, which is all that is known of how long ago the other store was compacted. */
    @Test
    void open_tenMinutesAfterACompaction_deletesTheJournalBefore() {
        try (FileSecretStore store = open()) {
            compactForItsSize(store);
        }
        assertThat(journals()).containsExactly("journal-1", "journal-2");
        clock.advance(Duration.ofMinutes(11));
        try (FileSecretStore store = open()) {
            await(store, () -> journals().equals(List.of("journal-2")));
        }
    }

    /** A time to come is no reason to keep the journal for longer than usual. */
    @Test
    void open_afterACompactionInTheFuture_keepsTheJournalTenMinutes() {
        try (FileSecretStore store = open()) {
            compactForItsSize(store);
        }
        clock.advance(Duration.ofDays(-365));
        try (FileSecretStore store = open()) {
            touch(store);
            assertThat(journals()).containsExactly("journal-1", "journal-2");
            awaitEndOfTheJournalBefore(store);
        }
    }

    @Test
    void compaction_whenItIsReported_keepsNoProcessFromWriting() {
        SimulatedDisk disk = new SimulatedDisk();
        List<String> heard = new ArrayList<>();
        FileStoreOptions listening = FileStoreOptions.defaults()
                .listener(event -> heard.add(event.name() + (isLockFree(disk) ? "" : " under the lock")));
        try (FileSecretStore store = OnDisk.open(disk, TestRootKey.FIRST, listening)) {
            store.compact();
            store.rewrap(TestRootKey.FIRST, TestRootKey.SECOND);
        }
        assertThat(heard).containsExactly(Reports.COMPACTED, Reports.COMPACTED, Reports.COMPACTED, Reports.REWRAPPED);
    }

    private static boolean isLockFree(SimulatedDisk disk) {
        try {
            Optional<HeldLock> held = disk.mount().tryLock();
            if (held.isPresent()) {
                held.get().release();
            }
            return held.isPresent();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void commit_withLessThanHalfDead_compactsNothing() {
        try (FileSecretStore store = open()) {
            for (int i = 0; i < 20; i++) {
                store.commit(Sample.create("live/" + i, 1 << 20));
            }
            for (int i = 0; i < 4; i++) {
                store.commit(Sample.update("live/" + i, 1, 1 << 20));
            }
        }
        assertThat(journals()).containsExactly("journal-1");
        assertThat(events.names()).isEmpty();
    }
}
