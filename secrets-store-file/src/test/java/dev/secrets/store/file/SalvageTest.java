package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.RootKeyException;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Sample.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged store gives out what is intact, says what is not, and is left as it is. */
final class SalvageTest {
    @TempDir
    Path temporary;

    private static FileSecretStore open(Path directory) {
        return new FileSecretStore(directory, TestRootKey.FIRST);
    }

    private Path directory() {
        return temporary.resolve("store");
    }

    private Path copy() {
        return temporary.resolve("copy");
    }

    @Test
    void salvage_withADamagedRecord_copiesOutTheRestAndSaysWhatIsMissing() throws IOException {
        Map<String, Content> contents;
        try (FileSecretStore store = open(directory())) {
            for (int i = 0; i < 5; i++) {
                store.commit(Sample.create("secret/" + i, 1_000));
            }
            store.commit(Sample.update("secret/1", 1, 1_000));
            contents = new TreeMap<>(Sample.contents(store));
        }
        Path journal = directory().resolve("journal-1");
        long at = indexOf(journal, "value of secret/3 1");
        flip(journal, at + 100);
        assertThatThrownBy(() -> open(directory())).hasMessageContaining("salvage");
        byte[] damaged = Files.readAllBytes(journal);

        try (Salvage salvage = FileSecretStore.salvage(directory(), TestRootKey.FIRST, FileStoreOptions.defaults());
                FileSecretStore target = open(copy())) {
            assertThat(salvage.report().damages()).singleElement().satisfies(damage -> {
                assertThat(damage.file()).isEqualTo("journal-1");
                assertThat(damage.at()).isLessThan(at);
                assertThat(damage.at() + damage.length()).isGreaterThan(at + 100);
            });
            assertThat(salvage.report().intactRecords()).isEqualTo(5);
            assertThat(salvage.report().secrets())
                    .extracting(Salvage.SalvagedSecret::name)
                    .containsExactly("secret/0", "secret/1", "secret/2", "secret/4");
            assertThat(salvage.report().secrets()).allMatch(Salvage.SalvagedSecret::currentValueIntact);
            assertThat(salvage.copyTo(target)).isEqualTo(4);
            contents.remove("secret/3");
            assertThat(Sample.contents(target)).isEqualTo(contents);
        }
        assertThat(journal).as("the damaged journal").hasBinaryContent(damaged);
    }

    /** The value of a secret's current version lies in a record that is damaged, its record in a later one that is not. */
    @Test
    void salvage_withTheRecordOfAValueDamaged_saysThatTheSecretLacksIt() throws IOException {
        try (FileSecretStore store = open(directory())) {
            store.commit(Sample.create("a", 20_000));
            store.commit(OpeningTest.renamed("a"));
        }
        flip(directory().resolve("journal-1"), indexOf(directory().resolve("journal-1"), "value of a 1"));

        try (Salvage salvage = FileSecretStore.salvage(directory(), TestRootKey.FIRST, FileStoreOptions.defaults())) {
            assertThat(salvage.report().secrets()).singleElement().satisfies(secret -> {
                assertThat(secret.revision()).isEqualTo(2);
                assertThat(secret.versions()).isZero();
                assertThat(secret.currentValueIntact()).isFalse();
            });
        }
    }

    /** A compaction puts a value that does not fit beside the metadata into a record before, without it. */
    @Test
    void salvage_withTheRecordDamagedBehindWhatDidNotFitIntoIt_leavesTheSecretOut() throws IOException {
        try (FileSecretStore store = open(directory())) {
            store.commit(Sample.create("a", 100));
            store.commit(Sample.create("large", 9 << 20));
            store.commit(CompactionTest.withMetadata("large", 1, 9 << 20));
            store.compact();
        }
        flip(directory().resolve("journal-2"), indexOf(directory().resolve("journal-2"), "long metadata"));

        try (Salvage salvage = FileSecretStore.salvage(directory(), TestRootKey.FIRST, FileStoreOptions.defaults());
                FileSecretStore target = open(copy())) {
            assertThat(salvage.report().damages()).hasSize(1);
            assertThat(salvage.report().secrets())
                    .extracting(Salvage.SalvagedSecret::name)
                    .containsExactly("a");
            assertThat(salvage.copyTo(target)).isEqualTo(1);
            assertThat(target.find("large")).isEmpty();
        }
    }

    /** A process that was killed leaves a journal with a reserve. */
    @Test
    void salvage_withAReserve_countsItNeitherAsDamageNorAsPartOfIt() throws IOException {
        Path journal = directory().resolve("journal-1");
        byte[] ofKilled;
        try (FileSecretStore store = open(directory())) {
            store.commit(Sample.create("a", 1_000));
            store.commit(Sample.create("b", 1_000));
            ofKilled = Files.readAllBytes(journal);
        }
        long written = Files.size(journal);
        assertThat(ofKilled).hasSizeGreaterThan((int) written);
        Files.write(journal, ofKilled);
        assertThat(reportOf(directory()).damages()).isEmpty();
        assertThat(reportOf(directory()).intactRecords()).isEqualTo(2);

        flip(journal, indexOf(journal, "value of b 1"));

        assertThat(reportOf(directory()).damages())
                .singleElement()
                .satisfies(damage -> assertThat(damage.at() + damage.length()).isBetween(written - 32, written));
        assertThat(reportOf(directory()).intactRecords()).isEqualTo(1);
    }

    @Test
    void salvage_ofADirectoryWithoutALockThatNobodyMayWriteTo_leavesItAsItIs() throws IOException {
        try (FileSecretStore store = open(directory())) {
            store.commit(Sample.create("a", 1_000));
        }
        Files.delete(directory().resolve("LOCK"));
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("r-xr-xr-x"));
        for (String name : List.of("journal-1", "CURRENT", "HEAD")) {
            Files.setPosixFilePermissions(directory().resolve(name), PosixFilePermissions.fromString("r--------"));
        }

        assertThat(reportOf(directory()).intactRecords()).isEqualTo(1);
        assertThat(directory().resolve("LOCK")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                .isEqualTo("r-xr-xr-x");
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void salvage_withTheEndCutOffBetweenTwoRecords_saysThatItIsMissing() throws IOException {
        Path journal = directory().resolve("journal-1");
        try (FileSecretStore store = open(directory())) {
            store.commit(Sample.create("a", 1_000));
        }
        long cutAt = Files.size(journal);
        try (FileSecretStore store = open(directory())) {
            store.commit(Sample.create("b", 1_000));
        }
        long written = Files.size(journal);
        cut(journal, cutAt);

        assertThat(reportOf(directory()).damages())
                .containsExactly(new Salvage.DamagedRange("journal-1", cutAt, written - cutAt));
        assertThat(reportOf(directory()).secrets())
                .extracting(Salvage.SalvagedSecret::name)
                .containsExactly("a");
    }

    /** What a compaction that died leaves, at any moment, is not what the store was in, though it is the last. */
    @Test
    void salvage_withoutCurrentAndWithAHalfWrittenNextJournal_readsTheOneBefore() throws IOException {
        byte[] first;
        byte[] head;
        try (FileSecretStore store = open(directory())) {
            for (int i = 0; i < 5; i++) {
                store.commit(Sample.create("secret/" + i, 1_000));
            }
            first = Files.readAllBytes(directory().resolve("journal-1"));
            head = Files.readAllBytes(directory().resolve("HEAD"));
            store.compact();
        }
        Path next = directory().resolve("journal-2");
        byte[] second = Files.readAllBytes(next);
        Files.delete(directory().resolve("CURRENT"));
        for (int length : new int[] {0, 4_096, 8_192, 8_192 + 2_500, second.length - 100}) {
            Files.write(next, Arrays.copyOf(second, length));
            write(directory().resolve("journal-1"), first);
            write(directory().resolve("HEAD"), head);
            assertThat(reportOf(directory()).secrets()).as("length " + length).hasSize(5);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, bytes);
    }

    private static void cut(Path file, long length) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) length));
    }

    @Test
    void salvage_withAnotherRootKey_isRefusedAsThat() {
        open(directory()).close();

        assertThatThrownBy(() -> FileSecretStore.salvage(directory(), TestRootKey.SECOND, FileStoreOptions.defaults()))
                .isInstanceOf(RootKeyException.class)
                .hasMessageContaining("first-key");
    }

    private static Salvage.Report reportOf(Path directory) {
        try (Salvage salvage = FileSecretStore.salvage(directory, TestRootKey.FIRST, FileStoreOptions.defaults())) {
            return salvage.report();
        }
    }

    private static long indexOf(Path file, String text) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private static void flip(Path file, long at) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            bytes[(int) at] ^= 1;
            Files.write(file, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
