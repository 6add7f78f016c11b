package dev.secrets.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.RootKeyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFileRootKeyTest {
    private static final byte[] PLAINTEXT = "key material".getBytes(US_ASCII);
    private static final byte[] PLACE = "place".getBytes(US_ASCII);
    static final String FROZEN_FILE = "dev.secrets root key 1\n"
            + "key 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
            + "id  key-file:8e27b8bcf4df810f6d8a4e7c811adf62\n";

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void choosePath() {
        file = directory.resolve("root.key");
    }

    @Test
    void open_created_isTheSameKey() {
        KeyFileRootKey created = KeyFileRootKey.create(file);
        KeyFileRootKey opened = KeyFileRootKey.open(file);

        assertThat(opened.id()).isEqualTo(created.id()).startsWith("key-file:");
        assertThat(opened.unwrap(created.wrap(PLAINTEXT, PLACE), PLACE)).isEqualTo(PLAINTEXT);
    }

    @Test
    void openOrCreate_twice_isTheSameKey() {
        String id = KeyFileRootKey.openOrCreate(file).id();

        assertThat(KeyFileRootKey.openOrCreate(file).id()).isEqualTo(id);
    }

    @Test
    void create_givesAFileForItsOwnerOnly() throws IOException {
        KeyFileRootKey.create(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void create_pathTaken_isRefusedAndKeepsWhatIsThere() throws IOException {
        Files.writeString(file, "something");

        assertThatThrownBy(() -> KeyFileRootKey.create(file))
                .isInstanceOf(RootKeyException.class)
                .hasMessageContaining("exists already");
        assertThat(file).hasContent("something");
    }

    @Test
    void create_pathIsALink_isRefusedAndWritesNothing() throws IOException {
        Path target = directory.resolve("target");
        Files.createSymbolicLink(file, target);

        assertThatThrownBy(() -> KeyFileRootKey.create(file)).isInstanceOf(RootKeyException.class);
        assertThat(target).doesNotExist();
    }

    @Test
    void create_directoryMissing_isRefused() {
        assertThatThrownBy(() -> KeyFileRootKey.create(directory.resolve("missing/root.key")))
                .isInstanceOf(RootKeyException.class)
                .hasMessageContaining("can't be written");
    }

    /** An interrupt ends a write as a full disk does: after the file was made. */
    @Test
    void create_thatFails_leavesNoFile() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> KeyFileRootKey.create(file))
                    .isInstanceOf(RootKeyException.class)
                    .hasMessageContaining("can't be written");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(file).doesNotExist();
        assertThat(KeyFileRootKey.openOrCreate(file).id()).startsWith("key-file:");
    }

    @Test
    void open_missing_isRefused() {
        assertThatThrownBy(() -> KeyFileRootKey.open(file))
                .isInstanceOf(RootKeyException.class)
                .hasMessage("There is no key file " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-", "rwx------", "rw-----w-", "---------"})
    void open_otherPermissions_isRefused(String permissions) throws IOException {
        KeyFileRootKey.create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> KeyFileRootKey.open(file))
                .isInstanceOf(RootKeyException.class)
                .hasMessageContaining(permissions);
    }

    @Test
    void open_readOnlyForItsOwner_opens() throws IOException {
        KeyFileRootKey created = KeyFileRootKey.create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

        assertThat(KeyFileRootKey.open(file).id()).isEqualTo(created.id());
    }

    @Test
    void open_link_isRefused() throws IOException {
        Path target = directory.resolve("target");
        KeyFileRootKey.create(target);
        Files.createSymbolicLink(file, target);

        assertThatThrownBy(() -> KeyFileRootKey.open(file))
                .isInstanceOf(RootKeyException.class)
                .hasMessageContaining("link");
    }

    @Test
    void open_directory_isRefused() throws IOException {
        Files.createDirectory(file);

        assertThatThrownBy(() -> KeyFileRootKey.open(file)).isInstanceOf(RootKeyException.class);
    }

    @Test
    void open_anyBitFlipped_isRefusedWithoutQuotingTheKey() throws IOException {
        KeyFileRootKey.create(file);
        byte[] text = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * text.length; bit++) {
            byte[] flipped = text.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertDamaged(flipped);
        }
    }

    @Test
    void open_truncatedOrExtended_isRefused() throws IOException {
        KeyFileRootKey.create(file);
        byte[] text = Files.readAllBytes(file);
        for (int length = 0; length < text.length; length++) {
            assertDamaged(Arrays.copyOf(text, length));
        }
        assertDamaged(Arrays.copyOf(text, text.length + 1));
        assertDamaged(Arrays.copyOf(text, 1_000_000));
    }

    private void assertDamaged(byte[] text) throws IOException {
        Files.write(file, text);

        assertThatThrownBy(() -> KeyFileRootKey.open(file))
                .isInstanceOf(RootKeyException.class)
                .hasMessage("Key file " + file + " is damaged, or is not a key file of version 1")
                .hasNoCause();
    }

    @Test
    void open_frozenFile_stillOpensWhatWasWrapped() throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, FROZEN_FILE);
        byte[] wrapped = HexFormat.of()
                .parseHex(
                        "0212440cd902feeb1e0931d6a14a69e785f192e67774ba5994509bcfe659cb5794dde1e91c5666ede0ef383839239f6be66894f4f93c87f491025f5bfa909a04d094787c26a7cbfda466876bb70ec357c08627c9b00be08391fa340c525024a643e51172a25265e0f5");

        assertThat(KeyFileRootKey.open(file).unwrap(wrapped, PLACE)).isEqualTo(PLAINTEXT);
    }

    @Test
    void unwrap_anyBitFlipped_isRefused() {
        KeyFileRootKey rootKey = KeyFileRootKey.create(file);
        byte[] wrapped = rootKey.wrap(PLAINTEXT, PLACE);
        for (int bit = 0; bit < 8 * wrapped.length; bit++) {
            byte[] flipped = wrapped.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(rootKey, flipped, PLACE);
        }
        for (int length = 0; length < wrapped.length; length++) {
            assertRefused(rootKey, Arrays.copyOf(wrapped, length), PLACE);
        }
        assertRefused(rootKey, wrapped, "other place".getBytes(US_ASCII));
    }

    @Test
    void unwrap_byOtherKey_isRefused() {
        byte[] wrapped = KeyFileRootKey.create(file).wrap(PLAINTEXT, PLACE);
        KeyFileRootKey other = KeyFileRootKey.create(directory.resolve("other.key"));

        assertRefused(other, wrapped, PLACE);
    }

    @Test
    void use_afterClose_isRefused() {
        KeyFileRootKey rootKey = KeyFileRootKey.create(file);
        rootKey.close();

        assertThatIllegalStateException().isThrownBy(() -> rootKey.wrap(PLAINTEXT, PLACE));
    }

    @Test
    void toString_hasNothingOfTheKey() throws IOException {
        KeyFileRootKey rootKey = KeyFileRootKey.create(file);
        String key = Files.readAllLines(file).get(1).substring(4);

        assertThat(rootKey.toString())
                .isEqualTo("KeyFileRootKey[" + rootKey.id() + "]")
                .doesNotContain(key);
    }

    private static void assertRefused(KeyFileRootKey rootKey, byte[] wrapped, byte[] place) {
        assertThatThrownBy(() -> rootKey.unwrap(wrapped, place)).isInstanceOf(RootKeyException.class);
    }
}
