package dev.secrets.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.model.SecretValue.Kind;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SealedBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** On a token of SoftHSM; skipped where that is not installed. One token for all tests: the library is loaded once per JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Pkcs11RootKeyTest {
    private static final byte[] KEYS = "keys to be wrapped".getBytes(US_ASCII);
    private static final byte[] PLACE = "place".getBytes(US_ASCII);

    private Path directory;
    private Path configuration;
    private RootKey rootKey;
    private int made;

    @BeforeAll
    void makeToken(@TempDir Path forAll) throws IOException, InterruptedException {
        directory = forAll;
        configuration = SoftHsm.inDirectory(directory).configuration();
    }

    @BeforeEach
    void makeKey() {
        rootKey = Pkcs11RootKey.create(configuration, "root" + ++made, SoftHsm.PIN);
    }

    @Test
    void unwrap_wrapped_givesItBack() {
        byte[] wrapped = rootKey.wrap(KEYS, PLACE);

        assertThat(rootKey.id()).isEqualTo("pkcs11:root" + made);
        assertThat(wrapped).hasSize(KEYS.length + 29);
        assertThat(rootKey.unwrap(wrapped, PLACE)).isEqualTo(KEYS);
        assertThat(rootKey.wrap(KEYS, PLACE)).isNotEqualTo(wrapped);
    }

    @Test
    void open_keyOfTheToken_opensWhatWasWrapped() {
        byte[] wrapped = rootKey.wrap(KEYS, PLACE);

        assertThat(Pkcs11RootKey.open(configuration, "root" + made, SoftHsm.PIN).unwrap(wrapped, PLACE))
                .isEqualTo(KEYS);
    }

    @Test
    void unwrap_anythingElse_isRefused() {
        byte[] wrapped = rootKey.wrap(KEYS, PLACE);

        for (int i = 0; i < wrapped.length; i++) {
            byte[] changed = wrapped.clone();
            changed[i] ^= 1;
            assertRefused(changed, PLACE);
        }
        assertRefused(wrapped, new byte[0]);
        assertRefused(Arrays.copyOf(wrapped, wrapped.length - 1), PLACE);
        assertRefused(new byte[0], PLACE);
        RootKey other = Pkcs11RootKey.create(configuration, "other" + made, SoftHsm.PIN);
        assertThatThrownBy(() -> other.unwrap(wrapped, PLACE)).isInstanceOf(RootKeyException.class);
    }

    private void assertRefused(byte[] wrapped, byte[] place) {
        assertThatThrownBy(() -> rootKey.unwrap(wrapped, place)).isInstanceOf(RootKeyException.class);
    }

    @Test
    void open_noSuchKeyOrToken_isRefused() {
        assertThatThrownBy(() -> Pkcs11RootKey.open(configuration, "none", SoftHsm.PIN))
                .isInstanceOf(RootKeyException.class)
                .hasMessage("There is no AES key 'none' in the token");
        assertThatThrownBy(() -> Pkcs11RootKey.open(directory.resolve("none.cfg"), "root", SoftHsm.PIN))
                .isInstanceOf(RootKeyException.class);
        assertThatThrownBy(() -> Pkcs11RootKey.create(configuration, "root" + made, SoftHsm.PIN))
                .isInstanceOf(RootKeyException.class)
                .hasMessageContaining("never overwritten");
        assertThatIllegalArgumentException().isThrownBy(() -> Pkcs11RootKey.create(configuration, "", SoftHsm.PIN));
    }

    @Test
    void keyRing_wrappedByTheToken_opensAgain() {
        InMemorySecretStore store = new InMemorySecretStore();
        SealingContext place = new SealingContext.Value("uid", "version", Kind.STRING, "k");
        SealedBytes sealed = new TinkKeyManager(store, rootKey).seal(place, KEYS);

        RootKey reopened = Pkcs11RootKey.open(configuration, "root" + made, SoftHsm.PIN);

        assertThat(new TinkKeyManager(store, reopened).open(place, sealed)).isEqualTo(KEYS);
    }
}
