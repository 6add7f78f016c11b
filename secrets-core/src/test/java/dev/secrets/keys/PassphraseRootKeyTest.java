package dev.secrets.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.RootKeyException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PassphraseRootKeyTest {
    private static final PassphraseOptions CHEAP = PassphraseOptions.defaults().cost(new Argon2Cost(19 * 1024, 2, 1));
    private static final byte[] PLAINTEXT = "key material".getBytes(US_ASCII);
    private static final byte[] PLACE = "place".getBytes(US_ASCII);
    private static final int SALT_AT = 14;
    private static final int HEADER_LENGTH = 30;

    /** Deriving a key takes its time even at the lowest cost, so most tests share one. */
    private static final PassphraseRootKey ROOT_KEY = key("correct horse battery");

    private static final byte[] WRAPPED = ROOT_KEY.wrap(PLAINTEXT, PLACE);

    private static PassphraseRootKey key(String passphrase) {
        return new PassphraseRootKey(passphrase.toCharArray(), CHEAP);
    }

    @Test
    void unwrap_bySamePassphrase_givesWhatWasWrapped() {
        assertThat(ROOT_KEY.unwrap(WRAPPED, PLACE)).isEqualTo(PLAINTEXT);
        assertThat(key("correct horse battery").unwrap(WRAPPED, PLACE)).isEqualTo(PLAINTEXT);
    }

    @Test
    void unwrap_atDefaultCost_givesWhatWasWrapped() {
        PassphraseRootKey usual = new PassphraseRootKey("correct horse battery".toCharArray());
        byte[] wrapped = usual.wrap(PLAINTEXT, PLACE);

        assertThat(ByteBuffer.wrap(wrapped).getInt(2)).isEqualTo(64 * 1024);
        assertThat(ROOT_KEY.unwrap(wrapped, PLACE)).isEqualTo(PLAINTEXT);
    }

    @Test
    void unwrap_byOtherPassphrase_isRefused() {
        assertThatThrownBy(() -> key("correct horse batterz").unwrap(WRAPPED, PLACE))
                .isInstanceOf(RootKeyException.class)
                .hasMessage("Root key 'passphrase' does not unwrap this: the passphrase is another, or it is damaged");
    }

    @Test
    void unwrap_inOtherPlace_isRefused() {
        assertThatThrownBy(() -> ROOT_KEY.unwrap(WRAPPED, new byte[0])).isInstanceOf(RootKeyException.class);
    }

    @Test
    void unwrap_anyBitFlippedBehindTheHeader_isRefused() {
        for (int bit = 8 * HEADER_LENGTH; bit < 8 * WRAPPED.length; bit++) {
            byte[] flipped = WRAPPED.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(flipped);
        }
    }

    @Test
    void unwrap_headerFlipped_isRefused() {
        for (int i = 0; i < HEADER_LENGTH; i += i < SALT_AT ? 1 : 5) {
            byte[] flipped = WRAPPED.clone();
            flipped[i] ^= 1;
            assertRefused(flipped);
        }
    }

    @Test
    void unwrap_truncated_isRefused() {
        for (int length = 0; length < WRAPPED.length; length++) {
            assertRefused(Arrays.copyOf(WRAPPED, length));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1048577, 3, 4", // 1 GiB and a little
        "2147483647, 3, 4",
        "-1, 3, 4",
        "65536, 11, 4",
        "65536, 2147483647, 4",
        "65536, 3, 17",
        "65536, 3, 0",
        "65536, 1, 4",
        "8, 3, 4", // a downgrade
        "0, 0, 0"
    })
    void unwrap_costOutOfBounds_isRefusedWithoutRunning(int memoryKib, int iterations, int parallelism) {
        byte[] wrapped = WRAPPED.clone();
        ByteBuffer.wrap(wrapped).putInt(2, memoryKib).putInt(6, iterations).putInt(10, parallelism);

        assertThatThrownBy(() -> ROOT_KEY.unwrap(wrapped, PLACE))
                .isInstanceOf(RootKeyException.class)
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be between");
    }

    @Test
    void wrap_afterUnwrap_goesOnWithItsSalt() {
        PassphraseRootKey other = key("correct horse battery");
        other.unwrap(WRAPPED, PLACE);

        byte[] second = other.wrap(PLAINTEXT, PLACE);

        assertThat(header(second)).isEqualTo(header(WRAPPED));
        assertThat(second).isNotEqualTo(WRAPPED);
    }

    @Test
    void wrap_afterUnwrapAtLowerCost_isAtTheCostAskedFor() {
        PassphraseRootKey dearer = new PassphraseRootKey(
                "correct horse battery".toCharArray(), CHEAP.cost(new Argon2Cost(20 * 1024, 2, 1)));
        dearer.unwrap(WRAPPED, PLACE);

        assertThat(ByteBuffer.wrap(dearer.wrap(PLAINTEXT, PLACE)).getInt(2)).isEqualTo(20 * 1024);
    }

    @Test
    void wrap_afterRefusedUnwrap_takesAnotherSalt() {
        PassphraseRootKey other = key("another passphrase");
        assertThatThrownBy(() -> other.unwrap(WRAPPED, PLACE)).isInstanceOf(RootKeyException.class);

        assertThat(header(other.wrap(PLAINTEXT, PLACE))).isNotEqualTo(header(WRAPPED));
    }

    private static byte[] header(byte[] wrapped) {
        return Arrays.copyOf(wrapped, HEADER_LENGTH);
    }

    @Test
    void derive_publishedVector_givesItsKey() {
        // From the tests of the reference implementation, https://github.com/P-H-C/phc-winner-argon2 (src/test.c).
        Argon2Derivation derivation = new Argon2Derivation(
                new Argon2Cost(64 * 1024, 2, 1), HexFormat.of().formatHex("somesalt".getBytes(US_ASCII)));

        assertThat(derivation.derive("password".getBytes(US_ASCII)))
                .asHexString()
                .isEqualToIgnoringCase("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

    @Test
    void unwrap_frozenBytes_stillOpens() {
        byte[] wrapped = HexFormat.of()
                .parseHex(
                        "010100004c00000000020000000101bbf96ab15174b9119a5d126cb8a71c1657e9b682cfac2156e0940d14c69d825eec0d64429bdb75c31ee864bc42166e0d54b1f8d6c6c3692b2a9b1444bed798be9353eea0134ceb9520f02750db49976481880cd187b075f2b28aabdc9d23c8ad9eac7fccd33ef2a3809e23f89c5a3914e11db66d21a116");

        assertThat(ROOT_KEY.unwrap(wrapped, PLACE)).isEqualTo(PLAINTEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "11 letters.", "hunter2"})
    void create_shortPassphrase_isRefusedWithoutQuotingIt(String passphrase) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> key(passphrase))
                .withMessage("The passphrase is too short; must have at least 12 characters");
        assertThatCode(() -> PassphraseRootKey.ofWeakPassphrase(passphrase.toCharArray(), CHEAP))
                .doesNotThrowAnyException();
    }

    @Test
    void create_halfOfASurrogatePair_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> key("correct horse \uD800"))
                .withMessage("The passphrase is not valid Unicode text");
    }

    @Test
    void create_callerOverwritesItsArray_changesNothing() {
        char[] passphrase = "correct horse battery".toCharArray();
        PassphraseRootKey copied = new PassphraseRootKey(passphrase, CHEAP);
        Arrays.fill(passphrase, 'x');

        assertThat(copied.unwrap(WRAPPED, PLACE)).isEqualTo(PLAINTEXT);
    }

    @Test
    void id_isALabelAndNothingElse() {
        assertThat(ROOT_KEY.id())
                .isEqualTo("passphrase")
                .isEqualTo(key("quite another passphrase").id());
        assertThat(new PassphraseRootKey("correct horse battery".toCharArray(), CHEAP.label("2027")))
                .hasToString("PassphraseRootKey[passphrase:2027]");
        assertThatIllegalArgumentException().isThrownBy(() -> CHEAP.label("a\nb"));
    }

    @Test
    void use_afterClose_isRefused() {
        PassphraseRootKey rootKey = key("correct horse battery");
        rootKey.close();
        rootKey.close();

        assertThatIllegalStateException().isThrownBy(() -> rootKey.wrap(PLAINTEXT, PLACE));
        assertThatIllegalStateException().isThrownBy(() -> rootKey.unwrap(WRAPPED, PLACE));
    }

    private static void assertRefused(byte[] wrapped) {
        assertThatThrownBy(() -> ROOT_KEY.unwrap(wrapped, PLACE)).isInstanceOf(RootKeyException.class);
    }
}
