package dev.secrets.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.ChainMac;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format is frozen: every later version must read it. */
final class CheckpointManifestTest {
    private static final String FROZEN = """
            dev.secrets checkpoint 1 2026-02-03T10:15:30.123Z
            0c4a 12 prod/db
            1f9e 3 #access-key/AKIA
            mac k1 f6913b82db60231e2dd6dbf3478404468668b0e1ce558c143e97f9633d688978
            """;

    @TempDir
    Path directory;

    private final Map<String, CheckpointManifest.Entry> records = new LinkedHashMap<>();
    private final ChainMac mac = new FrozenMac();

    CheckpointManifestTest() {
        records.put("prod/db", new CheckpointManifest.Entry("0c4a", 12));
        records.put("#access-key/AKIA", new CheckpointManifest.Entry("1f9e", 3));
    }

    @Test
    void write_givesTheFrozenText() throws IOException {
        Path file = directory.resolve("manifest");
        CheckpointManifest.write(file, "2026-02-03T10:15:30.123Z", records, mac, new FileSync());

        assertThat(file).hasContent(FROZEN);
    }

    @Test
    void write_overAnother_forcesContentAndThenName() throws IOException {
        Path file = Files.writeString(directory.resolve("manifest"), "the one before");
        RecordingFileSync sync = new RecordingFileSync();

        CheckpointManifest.write(file, "2026-02-03T10:15:30.123Z", records, mac, sync);

        assertThat(sync.forced())
                .as("the whole new file, and where the old one stood")
                .containsExactly("content of " + FROZEN.length(), "name manifest of " + FROZEN.length());
    }

    @Test
    void read_frozenText_isWhatWasWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("manifest"), FROZEN);

        assertThat(CheckpointManifest.read(file, mac).records()).isEqualTo(records);
    }

    /** HMAC-SHA256 over the previous digest and the content, by the JDK. */
    private static final class FrozenMac implements ChainMac {
        @Override
        public byte[] next(byte[] previous, byte[] content) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec("frozen key".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
                mac.update(previous);
                return mac.doFinal(content);
            } catch (GeneralSecurityException impossible) {
                throw new AssertionError(impossible);
            }
        }

        @Override
        public String keyId() {
            return "k1";
        }
    }
}
