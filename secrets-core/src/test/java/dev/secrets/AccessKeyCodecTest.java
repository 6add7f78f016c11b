package dev.secrets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.CallerIdentity;
import dev.secrets.model.SecretValue;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The format is frozen: every later version must read it. */
final class AccessKeyCodecTest {
    private static final byte[] FROZEN = HexFormat.of()
            .parseHex(
                    "01" // format
                            + "0004" + "414b4941" // AKIA
                            + "0020" + "61726e3a6177733a69616d3a3a3030303030303030303030303a757365722f61"
                            + "0000" // no role
                            + "0000019c00000000" // created
                            + "01" // enabled
                            + "0001" + "0004" + "7465616d" + "0001" + "78" // team: x
                            + "0003" + "6b6579"); // key

    private static final AccessKeyContent CONTENT = new AccessKeyContent(
            new AccessKey(
                    "AKIA",
                    CallerIdentity.of("arn:aws:iam::000000000000:user/a").tag("team", "x"),
                    Instant.ofEpochMilli(0x19c00000000L),
                    true),
            SecretValue.ofString("key"));

    @Test
    void encode_givesTheFrozenBytes() {
        assertThat(AccessKeyCodec.encode(CONTENT)).isEqualTo(FROZEN);
    }

    @Test
    void decode_frozenBytes_isWhatWasWritten() throws IOException {
        AccessKeyContent content = AccessKeyCodec.decode(FROZEN);

        assertThat(content.key()).isEqualTo(CONTENT.key());
        assertThat(content.secret().reveal()).asString(US_ASCII).isEqualTo("key");
    }

    @Test
    void decode_truncatedOrOfAnotherFormat_isRefused() {
        for (int length = 0; length < FROZEN.length; length++) {
            byte[] cut = Arrays.copyOf(FROZEN, length);
            assertThatThrownBy(() -> AccessKeyCodec.decode(cut)).isInstanceOf(IOException.class);
        }
        byte[] later = FROZEN.clone();
        later[0] = 2;
        assertThatThrownBy(() -> AccessKeyCodec.decode(later)).isInstanceOf(IOException.class);
    }
}
