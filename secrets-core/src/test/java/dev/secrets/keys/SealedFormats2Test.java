package dev.secrets.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.ChainMac;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.model.SecretValue.Kind;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoredSecret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What format 2 of the key ring and format 1 of sealed streams wrote, in a file that never changes: every later version must open
 * all of it. The ring is of revision 10, wrapped under a key file and a passphrase, with keys in every state, a key with all
 * settings, one that was destroyed, and the key of checkpoints.
 */
final class SealedFormats2Test {
    private static final String RING_ID = "0123456789abcdef0123456789abcdef";
    private static final Instant CREATED = Instant.parse("2026-11-29T16:17:18.192Z");
    private static final byte[] PLAINTEXT = "frozen plaintext".getBytes(US_ASCII);
    private static final SealingContext VALUE =
            new SealingContext.Value("uid", "version", Kind.STRING, "aws/secretsmanager");

    @TempDir
    Path directory;

    private final Properties frozen = new Properties();

    @BeforeEach
    void load() throws IOException {
        try (InputStream file = SealedFormats2Test.class.getResourceAsStream("sealed-formats-2.properties")) {
            frozen.load(file);
        }
    }

    private SealedBytes frozen(String name) {
        return SealedBytes.wrap(HexFormat.of().parseHex(frozen.getProperty(name)));
    }

    private RootKey keyFile() throws IOException {
        Path file = directory.resolve("root.key");
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, KeyFileRootKeyTest.FROZEN_FILE);
        }
        return KeyFileRootKey.open(file);
    }

    private static RootKey passphrase() {
        return new PassphraseRootKey("correct horse battery".toCharArray());
    }

    private TinkKeyManager manager() throws IOException {
        InMemorySecretStore store = new InMemorySecretStore();
        StoredSecret ring =
                new StoredSecret("#keyring", RING_ID, 10, Optional.empty(), Optional.empty(), frozen("key.ring"));
        store.commit(new SecretChange.Create(ring, List.of()));
        return new TinkKeyManager(store, keyFile());
    }

    @Test
    void keyRing_underEitherRootKey_saysWhatWasWritten() throws Exception {
        for (RootKey rootKey : List.of(keyFile(), passphrase())) {
            KeyRing ring = KeyRingCodec.decode(RING_ID, 10, frozen("key.ring"), rootKey)
                    .ring();

            KeyMetadata app = metadata(ring, "alias/app");
            assertThat(app.description()).isEqualTo("d\u00e9crite");
            assertThat(app.policy()).contains("{\"Version\":\"2012-10-17\",\"Statement\":[]}");
            assertThat(app.rotationPeriodInDays()).contains(365);
            assertThat(metadata(ring, "aws/secretsmanager").materials()).hasSize(2);
            assertState(ring, "alias/retired", KeyState.DECRYPT_ONLY, 2);
            assertState(ring, "alias/disabled", KeyState.DISABLED, 3);
            assertState(ring, "alias/doomed", KeyState.PENDING_DELETION, 4);
            assertThat(metadata(ring, "alias/doomed").deletionDate()).contains(CREATED.plus(Duration.ofDays(7)));
            assertThat(ring.destroyed()).containsExactly(new DestroyedKey("alias/gone", CREATED.plusSeconds(5)));
        }
    }

    private static KeyMetadata metadata(KeyRing ring, String keyId) {
        return ring.keyset(KeyName.ofId(keyId)).orElseThrow().metadata();
    }

    private static void assertState(KeyRing ring, String keyId, KeyState state, int seconds) {
        assertThat(metadata(ring, keyId).keyState()).isEqualTo(state);
        assertThat(metadata(ring, keyId).stateDate()).isEqualTo(CREATED.plusSeconds(seconds));
    }

    @Test
    void sealed_underEachMaterial_opens() throws IOException {
        KeyManager keys = manager();
        SealingContext retired = new SealingContext.Value("uid", "version", Kind.BINARY, "alias/retired");

        assertThat(keys.open(VALUE, frozen("value"))).isEqualTo(PLAINTEXT);
        assertThat(keys.open(VALUE, frozen("value.older.material"))).isEqualTo(PLAINTEXT);
        assertThat(keys.open(retired, frozen("value.retired"))).isEqualTo(PLAINTEXT);
        assertThatThrownBy(() -> keys.requireUsable("alias/gone")).isInstanceOf(EncryptionFailureException.class);
    }

    @Test
    void checkpointMac_givesTheSameDigest() throws IOException {
        ChainMac mac = manager().checkpointMac();

        assertThat(mac.keyId()).isEqualTo(frozen.getProperty("checkpoint.key.id"));
        assertThat(mac.next(new byte[ChainMac.LENGTH], PLAINTEXT))
                .asHexString()
                .isEqualToIgnoringCase(frozen.getProperty("checkpoint.digest"));
    }

    @Test
    void sealedStream_underEitherRootKey_opens() throws IOException {
        for (RootKey rootKey : List.of(keyFile(), passphrase())) {
            InputStream sealed = new ByteArrayInputStream(frozen("bundle").sharedArray());

            assertThat(new SealedStream(rootKey).opening(sealed).readAllBytes()).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void keyRing_saidToBeOfTheFormerFormat_isRefused() throws IOException {
        RootKey rootKey = keyFile();
        byte[] downgraded = frozen("key.ring").sharedArray().clone();
        downgraded[4] = 1;

        assertThatThrownBy(() -> KeyRingCodec.decode(RING_ID, 10, SealedBytes.wrap(downgraded), rootKey))
                .isInstanceOf(GeneralSecurityException.class);
    }

    /** A hostile header costs no more memory than it has bytes, and no derivation of a key beyond the bounds. */
    @Test
    void hostileRecords_areRefusedQuickly() throws IOException {
        RootKey rootKey = keyFile();
        Random random = new Random(20261129);
        byte[] ring = frozen("key.ring").sharedArray();
        byte[] stream = frozen("bundle").sharedArray();
        long start = System.nanoTime();
        for (int i = 0; i < 2_000; i++) {
            byte[] hostileRing = hostile(ring, random);
            byte[] hostileStream = hostile(stream, random);
            assertThatThrownBy(() -> KeyRingCodec.decode(RING_ID, 10, SealedBytes.wrap(hostileRing), rootKey))
                    .isInstanceOf(GeneralSecurityException.class);
            assertThatThrownBy(() -> new SealedStream(rootKey)
                            .opening(new ByteArrayInputStream(hostileStream))
                            .readAllBytes())
                    .isInstanceOfAny(RootKeyException.class, IOException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }

    /** Writes four bytes that may be a huge length into the part that stands in the clear. */
    private static byte[] hostile(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        int at = random.nextInt(60);
        byte[] before = changed.clone();
        do {
            changed[at] = (byte) random.nextInt();
            changed[at + 1] = (byte) (random.nextBoolean() ? 0x7F : random.nextInt());
        } while (Arrays.equals(changed, before));
        return changed;
    }
}
