package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Sample.Content;
import dev.secrets.testing.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes are what the package's documentation says, stay so, and what a later version wrote is left alone. */
final class FormatTest {
    @TempDir
    Path temporary;

    private FileSecretStore open() {
        return new FileSecretStore(directory(), TestRootKey.FIRST);
    }

    private Path directory() {
        return temporary.resolve("store");
    }

    @Test
    void files_afterRandomChanges_areReadByAStrangersReader() throws IOException {
        Random random = Scale.random("format");
        Map<String, Content> expected;
        try (FileSecretStore store = open()) {
            for (int i = 0; i < 300; i++) {
                change(store, "secret/" + random.nextInt(20), random);
                if (i % 70 == 50) {
                    store.compact();
                }
            }
            expected = Sample.contents(store);
        }

        assertThat(FormatReader.read(directory(), TestRootKey.FIRST).secrets()).isEqualTo(expected);
    }

    private static void change(FileSecretStore store, String name, Random random) {
        long revision = store.find(name).map(found -> found.secret().revision()).orElse(0L);
        if (revision == 0) {
            store.commit(Sample.create(name, random.nextInt(50_000)));
        } else if (random.nextInt(5) == 0) {
            store.commit(Sample.delete(name, revision));
        } else {
            store.commit(Sample.update(name, revision, random.nextInt(12_000)));
        }
    }

    /** Made by the first version; every later one must open it. */
    @Test
    void open_filesOfVersionOne_holdsWhatWasWrittenAndGoesOn() throws IOException {
        for (String name : List.of("CURRENT", "HEAD", "journal-2")) {
            try (InputStream golden = FormatTest.class.getResourceAsStream("golden-1/" + name)) {
                write(name, Objects.requireNonNull(golden, name).readAllBytes());
            }
        }
        assertThat(FormatReader.read(directory(), TestRootKey.FIRST).secrets()).isEqualTo(GoldenStore.CONTENTS);
        try (FileSecretStore store = open()) {
            assertThat(Sample.contents(store)).isEqualTo(GoldenStore.CONTENTS);
            store.commit(Sample.create("later", 10));
            store.compact();
        }
        try (FileSecretStore store = open()) {
            assertThat(Sample.contents(store)).isEqualTo(Sample.with(GoldenStore.CONTENTS, "later", 10));
        }
    }

    private void write(String name, byte[] content) throws IOException {
        if (Files.notExists(directory())) {
            Files.createDirectory(directory());
        }
        Files.write(directory().resolve(name), content);
        Files.setPosixFilePermissions(directory().resolve(name), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void open_withARecordOfALaterVersion_isRefusedAndChangesNothing() throws IOException {
        open().close();
        FormatReader reader = FormatReader.read(directory(), TestRootKey.FIRST);
        byte[] before = Files.readAllBytes(journal());

        assertRefused(before, reader.nextRecord(5, 1, new byte[] {1, 2, 3}), "type 5");
        assertRefused(before, reader.nextRecord(0, 1, new byte[0]), "type 0");
        assertRefused(before, reader.nextRecord(2, 4, new byte[0]), "flags 4");
    }

    private Path journal() {
        return directory().resolve("journal-1");
    }

    private void assertRefused(byte[] before, byte[] record, String what) throws IOException {
        Files.write(journal(), before);
        Files.write(journal(), record, StandardOpenOption.APPEND);
        byte[] after = Files.readAllBytes(journal());

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(what)
                .hasMessageContaining("newer version of the library")
                .matches(refused -> !((StoreUnavailableException) refused).retryable());
        assertThat(journal()).hasBinaryContent(after);
    }

    @Test
    void open_headerOfALaterVersion_isRefused() throws IOException {
        open().close();
        FormatReader reader = FormatReader.read(directory(), TestRootKey.FIRST);
        byte[] journal = Files.readAllBytes(journal());
        byte[] block = reader.withVersion(Arrays.copyOf(journal, 4096), 2);
        System.arraycopy(block, 0, journal, 0, block.length);
        System.arraycopy(block, 0, journal, 4096, block.length);
        Files.write(journal(), journal);

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("format version 2")
                .hasMessageContaining("newer version of the library");
    }

    @Test
    void open_currentOfALaterVersion_isRefused() throws IOException {
        open().close();
        Path current = directory().resolve("CURRENT");
        Files.writeString(current, Files.readString(current).replace("secrets-journal 1", "secrets-journal 2"));

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("format version 2")
                .hasMessageContaining("newer version of the library");
    }

    @Test
    void open_currentOfSomethingElse_isRefused() throws IOException {
        open().close();
        Files.writeString(directory().resolve("CURRENT"), "MANIFEST-000001\n");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("CURRENT")
                .hasMessageContaining("not of a secret store");
    }
}
