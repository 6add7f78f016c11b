package dev.secrets.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.SecretValue;
import dev.secrets.model.Tag;
import dev.secrets.state.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What format 1 wrote, in a file that never changes: every later version must read it. */
final class BundleEntryTest {
    private byte[] frozen = {};

    @BeforeEach
    void load() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = BundleEntryTest.class.getResourceAsStream("bundle-content-1.properties")) {
            properties.load(file);
        }
        frozen = HexFormat.of().parseHex(properties.getProperty("bundle.content"));
    }

    private static DataInputStream content(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    @Test
    void read_frozen_isTheSecretThatWasWritten() throws IOException {
        DataInputStream content = content(frozen);
        try (BundleEntry entry = BundleEntry.read(content, "new-uid").orElseThrow()) {
            Secret secret = entry.secret();
            assertThat(secret.identity().name()).isEqualTo("frozen/secret");
            assertThat(secret.identity().uid()).isEqualTo("new-uid");
            assertThat(secret.identity().suffix()).isEqualTo("AbCdEf");
            assertThat(secret.settings().description()).contains("kept");
            assertThat(secret.settings().kmsKeyId()).contains("alias/app");
            assertThat(secret.settings().tags()).contains(List.of(new Tag("team", "payments")));
            String version = secret.versions().current().orElseThrow().id();
            assertThat(entry.value(version).orElseThrow().revealString()).isEqualTo("frozen value");
        }
        assertThat(BundleEntry.read(content, "uid")).isEmpty();
        assertThat(content.read()).isNegative();
    }

    @Test
    void write_whatWasRead_givesTheSameBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream written = new DataOutputStream(bytes);
        try (BundleEntry entry = BundleEntry.read(content(frozen), "uid").orElseThrow()) {
            entry.write(written);
        }
        BundleEntry.writeEnd(written);

        assertThat(bytes.toByteArray()).isEqualTo(frozen);
    }

    @Test
    void read_cutAnywhere_isRefused() {
        for (int length = 0; length < frozen.length - 1; length++) {
            DataInputStream cut = content(Arrays.copyOf(frozen, length));
            assertThatThrownBy(() -> BundleEntry.read(cut, "uid").orElseThrow().close())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void read_cutWithinALaterValue_overwritesTheOneBefore() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (BundleEntry entry = BundleEntry.read(content(frozen), "uid").orElseThrow()) {
            entry.add("later", SecretValue.ofString("later value"));
            entry.write(new DataOutputStream(bytes));
        }
        List<byte[]> fields = new ArrayList<>();
        DataInputStream cut = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray(), 0, bytes.size() - 1)) {
            @Override
            public byte[] readNBytes(int length) throws IOException {
                byte[] field = super.readNBytes(length);
                fields.add(field);
                return field;
            }
        };

        assertThatThrownBy(() -> BundleEntry.read(cut, "uid")).isInstanceOf(EOFException.class);

        byte[] value = fields.get(3); // after the name, the metadata and the id of the version
        assertThat(value).isEqualTo(new byte["frozen value".length()]);
    }

    @Test
    void read_hugeLengthsAndUnknownMarks_areRefused() {
        for (byte[] hostile :
                List.of(new byte[] {2}, new byte[] {1, 0x7F, -1, -1, -1}, new byte[] {1, -1, -1, -1, -1}, new byte[] {
                    1, 0, 0, 0, 1, 'a', 0, 0, 0, 2, '{', '}'
                })) {
            assertThatThrownBy(() -> BundleEntry.read(content(hostile), "uid")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void toString_ofAnEntry_showsItsNameAlone() throws IOException {
        try (BundleEntry entry = BundleEntry.read(content(frozen), "uid").orElseThrow()) {
            assertThat(entry).hasToString("BundleEntry[frozen/secret]");
        }
    }
}
