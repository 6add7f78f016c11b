package dev.secrets.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.ChainMac;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.RootKey;
import dev.secrets.model.SecretValue.Kind;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoredSecret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What format 1 wrote, in a file that never changes: every later version must open all of it. The ring is of revision 7, wrapped
 * under a key file and a passphrase at once, with keys in every state and a default key that was rotated.
 */
final class SealedFormatsTest {
    private static final String RING_ID = "0123456789abcdef0123456789abcdef";
    private static final Instant CREATED = Instant.parse("2026-11-12T13:14:15.167Z");
    private static final byte[] PLAINTEXT = "frozen plaintext".getBytes(US_ASCII);

    @TempDir
    Path directory;

    private final Properties frozen = new Properties();

    @BeforeEach
    void load() throws IOException {
        try (InputStream file = SealedFormatsTest.class.getResourceAsStream("sealed-formats-1.properties")) {
            frozen.load(file);
        }
    }

    private SealedBytes frozen(String name) {
        return SealedBytes.wrap(HexFormat.of().parseHex(frozen.getProperty(name)));
    }

    private RootKey keyFile() throws IOException {
        Path file = directory.resolve("root.key");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, KeyFileRootKeyTest.FROZEN_FILE);
        return KeyFileRootKey.open(file);
    }

    private static RootKey passphrase() {
        return new PassphraseRootKey("correct horse battery".toCharArray());
    }

    private KeyManager manager() throws IOException {
        InMemorySecretStore store = new InMemorySecretStore();
        StoredSecret ring =
                new StoredSecret("#keyring", RING_ID, 7, Optional.empty(), Optional.empty(), frozen("key.ring"));
        store.commit(new SecretChange.Create(ring, List.of()));
        return new TinkKeyManager(store, keyFile());
    }

    @Test
    void keyRing_underEitherRootKey_opens() throws Exception {
        for (RootKey rootKey : List.of(keyFile(), passphrase())) {
            KeyRing ring =
                    KeyRingCodec.decode(RING_ID, 7, frozen("key.ring"), rootKey).ring();

            assertThat(ring.keysets())
                    .extracting(RingKeyset::toString)
                    .containsExactly(
                            "RingKeyset[KeyName[purpose=VALUE, keyId=aws/secretsmanager], ENABLED]",
                            "RingKeyset[KeyName[purpose=METADATA, keyId=], ENABLED]",
                            "RingKeyset[KeyName[purpose=AUDIT, keyId=], ENABLED]",
                            "RingKeyset[KeyName[purpose=PAGE_TOKEN, keyId=], ENABLED]",
                            "RingKeyset[KeyName[purpose=ACCESS_KEY, keyId=], ENABLED]",
                            "RingKeyset[KeyName[purpose=VALUE, keyId=alias/old], DECRYPT_ONLY]",
                            "RingKeyset[KeyName[purpose=VALUE, keyId=alias/disabled], DISABLED]",
                            "RingKeyset[KeyName[purpose=VALUE, keyId=alias/doomed], PENDING_DELETION]");
        }
    }

    @Test
    void keyRing_dates_areThoseWritten() throws Exception {
        List<RingKeyset> keysets = KeyRingCodec.decode(RING_ID, 7, frozen("key.ring"), keyFile())
                .ring()
                .keysets();

        assertThat(keysets.get(0).creationDates().values()).containsExactlyInAnyOrder(CREATED, CREATED.plusSeconds(1));
        assertThat(keysets.get(7).deletionDate()).contains(CREATED.plus(Duration.ofDays(7)));
    }

    @Test
    void keyRing_anyByteFlippedUnderThePassphrase_isRefused() {
        RootKey rootKey = passphrase();
        byte[] ring = frozen("key.ring").sharedArray();
        // The last 300 bytes are of the sealed ring, where a flip costs no derivation of a key.
        for (int i = ring.length - 300; i < ring.length; i++) {
            byte[] flipped = ring.clone();
            flipped[i] ^= 1;
            assertThatThrownBy(() -> KeyRingCodec.decode(RING_ID, 7, SealedBytes.wrap(flipped), rootKey))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void sealed_inEachContext_opens() throws IOException {
        KeyManager keys = manager();
        SealingContext value = new SealingContext.Value("uid", "version", Kind.STRING, "aws/secretsmanager");
        SealingContext underOldKey = new SealingContext.Value("uid", "version", Kind.BINARY, "alias/old");
        SealingContext metadata =
                new SealingContext.Metadata("prod/db", "uid", 3, Optional.of(CREATED), Optional.of("version"));

        assertThat(Stream.of(
                        keys.open(value, frozen("value")),
                        keys.open(value, frozen("value.older.key")),
                        keys.open(underOldKey, frozen("value.decrypt.only")),
                        keys.open(metadata, frozen("metadata")),
                        keys.open(withoutOptionals("prod/db"), frozen("metadata.without.optionals")),
                        keys.open(withoutOptionals("#access-key/AKIA"), frozen("access.key")),
                        keys.open(new SealingContext.PageToken("ListSecrets"), frozen("page.token"))))
                .allSatisfy(opened -> assertThat(opened).isEqualTo(PLAINTEXT));
    }

    private static SealingContext withoutOptionals(String name) {
        return new SealingContext.Metadata(name, "uid", 3, Optional.empty(), Optional.empty());
    }

    @Test
    void sealed_underDisabledKey_isRefused() throws IOException {
        KeyManager keys = manager();
        SealingContext disabled = new SealingContext.Value("uid", "version", Kind.STRING, "alias/disabled");

        assertThatThrownBy(() -> keys.open(disabled, frozen("value"))).isInstanceOf(DecryptionFailureException.class);
    }

    @Test
    void auditMac_givesTheSameDigest() throws IOException {
        ChainMac mac = manager().auditMac();

        assertThat(mac.keyId()).isEqualTo(frozen.getProperty("audit.key.id"));
        assertThat(mac.next(new byte[ChainMac.LENGTH], PLAINTEXT))
                .asHexString()
                .isEqualToIgnoringCase(frozen.getProperty("audit.digest"));
    }
}
