package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.file.OnDisk.Events;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import dev.secrets.testing.Concurrently;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Sample.Content;
import dev.secrets.testing.Scale;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups and copies of the files: consistent, or refused as what they are, with what to do. */
final class CopiesTest {
    @TempDir
    Path temporary;

    private final Events events = new Events();

    private static FileSecretStore open(Path directory) {
        return new FileSecretStore(directory, TestRootKey.FIRST);
    }

    private FileSecretStore openRestored(Path directory) {
        return FileSecretStore.openRestored(directory, TestRootKey.FIRST, events.options());
    }

    private Path directory() {
        return temporary.resolve("store");
    }

    private Path copy() {
        return temporary.resolve("copy");
    }

    /** Fills the store and returns what it holds after each change. */
    private static List<Map<String, Content>> fill(FileSecretStore store) {
        List<Map<String, Content>> states = new ArrayList<>();
        states.add(Sample.contents(store));
        for (int i = 0; i < 10; i++) {
            store.commit(Sample.create("secret/" + i, 500 * i));
            states.add(Sample.contents(store));
        }
        store.commit(Sample.update("secret/3", 1, 20));
        states.add(Sample.contents(store));
        return states;
    }

    /** Fills the store and compacts it. */
    private Map<String, Content> filled() {
        try (FileSecretStore store = open(directory())) {
            List<Map<String, Content>> states = fill(store);
            store.compact();
            return states.get(states.size() - 1);
        }
    }

    private static void copyFiles(Path from, Path to, Random order) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files = new ArrayList<>(all.sorted().toList());
        }
        Collections.shuffle(files, order);
        Files.createDirectory(to);
        for (Path file : files) {
            try {
                Files.copy(file, to.resolve(file.getFileName()));
            } catch (NoSuchFileException deletedMeanwhile) {
                // So it is with any tool that copies.
            }
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Test
    void backup_whileOthersWriteAndCompact_isOfOneMoment() {
        AtomicBoolean over = new AtomicBoolean();
        List<Path> backups = new ArrayList<>();
        try (FileSecretStore store = open(directory())) {
            Concurrently.run(3, thread -> {
                if (thread == 0) {
                    for (int i = 0; i < Scale.of(15, 200); i++) {
                        backups.add(temporary.resolve("backup" + i));
                        store.backup(backups.get(i));
                    }
                    over.set(true);
                } else if (thread == 1) {
                    writePairs(store, over);
                } else {
                    while (!over.get()) {
                        store.compact();
                    }
                }
            });
        }
        long last = 0;
        for (Path backup : backups) {
            try (FileSecretStore store = open(backup)) {
                long left = revision(store, "left");
                assertThat(revision(store, "right")).isIn(left, left - 1);
                assertThat(left).isGreaterThanOrEqualTo(last);
                last = left;
                store.commit(Sample.create("afterwards", 10));
            }
        }
        assertThat(last).isPositive();
    }

    /** The left one is always written first. */
    private static void writePairs(FileSecretStore store, AtomicBoolean over) {
        store.commit(Sample.create("left", 3_000));
        store.commit(Sample.create("right", 3_000));
        for (long revision = 1; !over.get(); revision++) {
            store.commit(Sample.update("left", revision, 3_000));
            store.commit(Sample.update("right", revision, 3_000));
        }
    }

    private static long revision(FileSecretStore store, String name) {
        return store.find(name).map(found -> found.secret().revision()).orElse(0L);
    }

    @Test
    void backup_intoAStore_isRefusedAndHarmsNeither() {
        Map<String, Content> contents = filled();
        try (FileSecretStore store = open(directory())) {
            store.backup(copy());
            assertThatThrownBy(() -> store.backup(copy()))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(copy() + " is not empty")
                    .matches(refused -> !((StoreUnavailableException) refused).retryable());
        }
        try (FileSecretStore store = open(copy())) {
            assertThat(Sample.contents(store)).isEqualTo(contents);
        }
    }

    /** Copied by a tool that knows nothing, in any order, while another process changes and compacts. */
    @Test
    void open_plainCopyMadeDuringChanges_opensOrIsRefusedAsIncomplete() throws Exception {
        Random random = Scale.random("plain copies");
        open(directory()).close();
        Process writer = StoreJvm.start(BusyWriter.class, directory(), "busy", 2);
        int opened = 0;
        int restored = 0;
        int refused = 0;
        try {
            writer.getOutputStream().write(1);
            writer.getOutputStream().flush();
            BufferedReader output = writer.inputReader();
            assertThat(output.readLine()).startsWith(BusyWriter.BEGUN);
            Thread drain = new Thread(() -> output.lines().forEach(line -> {}));
            drain.setDaemon(true);
            drain.start();
            for (int i = 0; i < Scale.of(60, 1_000); i++) {
                copyFiles(directory(), copy(), random);
                switch (outcome()) {
                    case OPENED -> opened++;
                    case RESTORED -> restored++;
                    case REFUSED -> refused++;
                }
                deleteAll(copy());
            }
        } finally {
            writer.destroyForcibly();
        }
        assertThat(opened).isPositive();
        System.out.println("Plain copies while 2 threads write: " + opened + " opened, " + restored
                + " opened as restored, " + refused + " refused for good, 0 wrong");
    }

    private enum CopyOutcome {
        OPENED,
        RESTORED,
        REFUSED
    }

    private CopyOutcome outcome() {
        try (FileSecretStore store = open(copy())) {
            assertWhole(store);
            return CopyOutcome.OPENED;
        } catch (StoreUnavailableException refused) {
            assertThat(refused).hasMessageFindingMatch("openRestored.*salvage|Only a backup helps");
        }
        try (FileSecretStore store = openRestored(copy())) {
            assertWhole(store);
            return CopyOutcome.RESTORED;
        } catch (StoreUnavailableException refused) {
            assertThat(refused).hasMessageFindingMatch("salvage copies out|Only a backup helps");
            return CopyOutcome.REFUSED;
        }
    }

    private static void assertWhole(FileSecretStore store) {
        Sample.contents(store)
                .forEach((name, content) -> assertThat(content)
                        .isEqualTo(BusyWriter.content(name, content.secret().revision())));
    }

    @Test
    void openRestored_copyCutAnywhere_holdsWhatItHeldThenAndTellsTheListener() throws IOException {
        List<Map<String, Content>> states;
        try (FileSecretStore store = open(directory())) {
            states = fill(store);
        }
        Path journal = copy().resolve("journal-1");
        long length = Files.size(directory().resolve("journal-1"));
        for (long cut = 8192; cut < length; cut += length / Scale.of(25, 1_000)) {
            copyFiles(directory(), copy(), new Random(cut));
            truncate(journal, cut);
            assertThatThrownBy(() -> open(copy()))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("lacks its end")
                    .hasMessageContaining("openRestored");
            assertRestoredTo(states);
            deleteAll(copy());
        }
    }

    private void assertRestoredTo(List<Map<String, Content>> states) {
        events.all.clear();
        Map<String, Content> contents;
        try (FileSecretStore store = openRestored(copy())) {
            contents = Sample.contents(store);
            assertThat(states).contains(contents);
            store.commit(Sample.create("afterwards", 10));
        }
        assertThat(events.names()).containsExactly(Reports.RESTORED_COPY);
        assertThat(events.all.get(0).detail()).contains("what was written later is not in it");
        try (FileSecretStore store = open(copy())) {
            assertThat(Sample.contents(store)).isEqualTo(Sample.with(contents, "afterwards", 10));
        }
    }

    /** What a compaction copied is of no moment until it is whole. */
    @Test
    void openRestored_copyCutWithinASnapshot_isForSalvageAlone() throws IOException {
        filled();
        truncate(directory().resolve("journal-2"), 12_000);

        assertThatThrownBy(() -> openRestored(directory()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("ends within what its compaction copied")
                .hasMessageContaining("salvage");
        try (Salvage salvage = FileSecretStore.salvage(directory(), TestRootKey.FIRST, FileStoreOptions.defaults())) {
            assertThat(salvage.report().secrets()).isNotEmpty();
        }
    }

    private static void truncate(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    @Test
    void open_copyWithoutAFile_opensOrIsRefusedAndRestored() throws IOException {
        Map<String, Content> contents = filled();
        for (String name : List.of("LOCK", "HEAD", "CURRENT")) {
            copyFiles(directory(), copy(), new Random(1));
            Files.delete(copy().resolve(name));
            if (!name.equals("LOCK")) {
                assertThatThrownBy(() -> open(copy()))
                        .as(name)
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining(name)
                        .hasMessageContaining("incomplete copy")
                        .hasMessageContaining("openRestored");
                openRestored(copy()).close();
            }
            try (FileSecretStore store = open(copy())) {
                assertThat(Sample.contents(store)).as(name).isEqualTo(contents);
            }
            deleteAll(copy());
        }
    }

    @Test
    void open_copyWithoutTheJournal_isRefusedForGood() throws IOException {
        filled();
        copyFiles(directory(), copy(), new Random(1));
        Files.delete(copy().resolve("journal-2"));

        assertThatThrownBy(() -> open(copy()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("journal-2, which CURRENT names, is missing");
        assertThatThrownBy(() -> openRestored(copy()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("There is no journal");
        assertThatThrownBy(() -> FileSecretStore.salvage(copy(), TestRootKey.FIRST, FileStoreOptions.defaults()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("There is no journal");
    }

    /** The journal of one moment with the HEAD of another, or of another store. */
    @Test
    void open_copyMixedOfTwoStores_isRefused() throws IOException {
        filled();
        try (FileSecretStore other = open(temporary.resolve("other"))) {
            fill(other);
            other.compact();
        }
        for (String name : List.of("HEAD", "CURRENT", "journal-2")) {
            copyFiles(directory(), copy(), new Random(1));
            Files.delete(copy().resolve(name));
            Files.copy(temporary.resolve("other").resolve(name), copy().resolve(name));
            assertThatThrownBy(() -> open(copy())).as(name).isInstanceOf(StoreUnavailableException.class);
            deleteAll(copy());
        }
    }

    /** An older copy of all files is authentic: nothing in the directory can tell. */
    @Test
    void open_olderCopyOfAllFiles_opensAsOfThen() throws IOException {
        Map<String, Content> contents = filled();
        copyFiles(directory(), copy(), new Random(1));
        try (FileSecretStore store = open(directory())) {
            store.commit(Sample.create("later", 10));
        }
        try (FileSecretStore store = open(copy())) {
            assertThat(Sample.contents(store)).isEqualTo(contents);
        }
    }

    @Test
    void commit_afterAFileWasDeletedOrReplacedUnderneath_isRefusedAndReadsGoOn() throws IOException {
        for (String name : List.of("LOCK", "HEAD", "journal-2")) {
            filled();
            for (boolean replaced : List.of(false, true)) {
                commitWithout(directory().resolve(name), replaced);
            }
            deleteAll(directory());
        }
    }

    private void commitWithout(Path file, boolean replaced) throws IOException {
        Path aside = temporary.resolve("aside");
        try (FileSecretStore store = open(directory())) {
            Files.move(file, aside);
            if (replaced) {
                Files.copy(aside, file);
            }
            assertThatThrownBy(() -> store.commit(Sample.create("new", 10)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(file.getFileName() + " was deleted or replaced")
                    .hasMessageContaining("open it anew");
            assertThat(store.find("secret/1")).isPresent();
        } finally {
            Files.deleteIfExists(file);
            Files.move(aside, file);
        }
        try (FileSecretStore store = open(directory())) {
            assertThat(store.find("new")).isEmpty();
        }
    }

    @Test
    void commit_afterCurrentWasDeletedOrAlteredUnderneath_isRefusedAndReadsGoOn() throws IOException {
        filled();
        Path current = directory().resolve("CURRENT");
        byte[] intact = Files.readAllBytes(current);
        try (FileSecretStore store = open(directory())) {
            for (int kind = 0; kind < 3; kind++) {
                store.commit(Sample.create("before " + kind, 10));
                Files.delete(current);
                if (kind > 0) {
                    Files.write(current, kind == 1 ? "garbage".getBytes(StandardCharsets.US_ASCII) : altered(intact));
                    Files.setPosixFilePermissions(current, PosixFilePermissions.fromString("rw-------"));
                }
                assertThatThrownBy(() -> store.commit(Sample.create("new", 10)))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("CURRENT was deleted or replaced");
                assertThat(store.find("secret/1")).isPresent();
                Files.write(current, intact);
                Files.setPosixFilePermissions(current, PosixFilePermissions.fromString("rw-------"));
            }
            store.commit(Sample.create("new", 10));
        }
    }

    /** With another digit in its MAC. */
    private static byte[] altered(byte[] current) {
        byte[] altered = current.clone();
        altered[altered.length - 2] ^= 1;
        return altered;
    }

    /** Another process makes a copy a store while this one has it open: this one must not write past it. */
    @Test
    void commit_afterAnotherProcessOpenedTheDirectoryAsRestored_isRefused() {
        filled();
        try (FileSecretStore store = open(directory())) {
            Process other = StoreJvm.start(Restorer.class, directory());
            assertThat(other.onExit().join().exitValue()).isZero();

            assertThatThrownBy(() -> store.commit(Sample.create("new", 10)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("was deleted or replaced");
        }
    }

    /** Opens a directory as restored, and closes it. */
    static final class Restorer {
        private Restorer() {}

        public static void main(String[] arguments) {
            FileSecretStore.openRestored(Path.of(arguments[0]), TestRootKey.FIRST, FileStoreOptions.defaults())
                    .close();
        }
    }

    /** Two processes may be told at the same time to copy into the same directory. */
    @Test
    void backup_intoADirectoryThatAnotherBackupWritesTo_isRefused() throws IOException {
        SimulatedDisk target = new SimulatedDisk();
        AtomicInteger refused = new AtomicInteger();
        try (OpenStore one = OnDisk.opened(new SimulatedDisk().mount());
                OpenStore other = OnDisk.opened(new SimulatedDisk().mount())) {
            new Compaction(other).run(true);
            StoreFs meetingTheOther = new ForwardingFs(target.mount()) {
                @Override
                public StoreFile create(String name) throws IOException {
                    assertThatThrownBy(() -> copy(other, target.mount())).isInstanceOf(IOException.class);
                    refused.incrementAndGet();
                    return super.create(name);
                }
            };
            copy(one, meetingTheOther);
            assertThatThrownBy(() -> copy(other, target.mount())).hasMessageContaining("is not empty");
        }
        assertThat(refused).hasPositiveValue();
        OnDisk.open(target).close();
    }

    private static void copy(OpenStore store, StoreFs target) throws IOException {
        View view = store.journal().view();
        new Backup(target)
                .copy(view.generation(), view.position(), view.generation().file());
    }
}
