package dev.secrets.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The secret of these tests has a character for each kind of escape. */
final class LeakScannerTest {
    private static final String SECRET = "p\"w'\\d/ <&>+\u00e9\u4e2d\n%=1";
    private static final byte[] UTF_8 = SECRET.getBytes(StandardCharsets.UTF_8);

    private final LeakScanner scanner = LeakScanner.forCanaries().and("the password", SECRET);

    static Stream<String> disguised() {
        return Stream.of(
                SECRET,
                HexFormat.of().formatHex(UTF_8),
                HexFormat.of().withUpperCase().formatHex(UTF_8),
                HexFormat.ofDelimiter(":").formatHex(UTF_8),
                Arrays.toString(UTF_8),
                Base64.getEncoder().encodeToString(UTF_8),
                Base64.getUrlEncoder().withoutPadding().encodeToString(UTF_8),
                Base64.getMimeEncoder(8, "\r\n".getBytes(StandardCharsets.UTF_8))
                        .encodeToString(UTF_8),
                URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
                URLEncoder.encode(SECRET, StandardCharsets.UTF_8).replace("+", "%20"),
                "p\\\"w'\\\\d/ <&>+\u00e9\u4e2d\\n%=1",
                "p\\\"w'\\\\d\\/ <&>+\u00e9\u4e2d\\n%=1",
                "p\\\"w'\\\\d/ <&>+\\u00e9\\u4e2d\\n%=1",
                "p\\\"w'\\\\d/ <&>+\\u00E9\\u4E2D\\n%=1",
                "p\"w''\\d/ <&>+\u00e9\u4e2d\n%=1",
                "p\\\"w\\'\\\\d/ <&>+\u00e9\u4e2d\n%=1",
                "p&quot;w&apos;\\d/ &lt;&amp;&gt;+\u00e9\u4e2d\n%=1",
                "p&quot;w&#39;\\d/ &lt;&amp;&gt;+\u00e9\u4e2d\n%=1");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("disguised")
    void scan_ofTheSecretInAnyForm_findsIt(String form) {
        assertThat(scanner.scan("before " + form + " behind"))
                .extracting(Leak::secret)
                .containsOnly("the password");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void scan_ofBase64OfMoreThanTheSecret_findsIt(int before) {
        String document = "x".repeat(before) + SECRET + "yz";
        assertThat(scanner.scan(Base64.getEncoder().encodeToString(document.getBytes(StandardCharsets.UTF_8))))
                .isNotEmpty();
    }

    @Test
    void scan_ofUtf16_findsIt() {
        assertThat(scanner.scan(SECRET.getBytes(StandardCharsets.UTF_16LE))).isNotEmpty();
        assertThat(scanner.scan(SECRET.getBytes(StandardCharsets.UTF_16BE))).isNotEmpty();
    }

    @Test
    void scan_ofBinarySecrets_findsThem() {
        byte[] key = {0, -1, 10, 13, 127, -128, 7};
        LeakScanner keys = scanner.and("the key", key);
        assertThat(keys.scan(key)).containsExactly(new Leak("the key", "as it is", "the bytes"));
        assertThat(keys.scan(Arrays.toString(key))).hasSize(1);
        assertThat(keys.scan("00ff0a0d7f8007")).hasSize(1);
    }

    @Test
    void scan_ofCleanPlaces_findsNothing() {
        assertThat(scanner.scan("p\"w'\\d/ <&>+\u00e9\u4e2d%=2")).isEmpty();
        assertThat(scanner.scan(new byte[0])).isEmpty();
        assertThat(scanner.scan(new IllegalStateException())).isEmpty();
    }

    @Test
    void scan_ofCanaries_needsNoMoreThanTheirBeginning() {
        String canary = LeakScanner.canary();
        assertThat(canary).hasSize(34).isNotEqualTo(LeakScanner.canary());
        assertThat(LeakScanner.forCanaries().scan("{\"password\":\"" + canary.substring(0, 20)))
                .hasSize(1);
    }

    @Test
    void scan_ofExceptions_followsCausesAndSuppressedOnes() {
        Exception cause = new IllegalArgumentException("with " + SECRET);
        Exception top = new IllegalStateException("without", new IOException("without", cause));
        Exception other = new IllegalStateException("without", top);
        Exception suppressing = new IllegalStateException();
        suppressing.addSuppressed(other);
        cause.addSuppressed(suppressing);

        assertThat(scanner.scan(top))
                .containsExactly(new Leak("the password", "as it is", IllegalArgumentException.class.getName()));
        assertThat(scanner.scan(suppressing)).hasSize(1);
    }

    @Test
    void scan_ofDirectories_findsContentAndNames(@TempDir Path directory) throws IOException {
        Path below = Files.createDirectories(directory.resolve("a/b"));
        Files.writeString(below.resolve("clean"), "nothing");
        assertThat(scanner.scan(directory)).isEmpty();

        Path leaking = Files.writeString(below.resolve("leaking"), "x".repeat(200_000) + SECRET);
        Files.createFile(below.resolve(LeakScanner.canary()));
        assertThat(scanner.scan(directory))
                .containsExactlyInAnyOrder(
                        new Leak("the password", "as it is", leaking.toString()),
                        new Leak("a canary", "as it is", "the name of a file"));
        assertThat(scanner.scan(leaking)).hasSize(1);
    }

    @Test
    void search_acrossTheBordersOfItsWindows_missesNothing() {
        for (int before = 65_000; before < 66_000; before += 23) {
            LeakSearch search = scanner.search();
            byte[] padding = new byte[before];
            search.write(padding, 0, padding.length);
            search.write(UTF_8, 0, UTF_8.length);
            search.write(padding, 0, padding.length);
            assertThat(search.takeFound()).hasSize(1);
            assertThat(search.takeFound()).isEmpty();
        }
    }

    @Test
    void and_withASecretThatTurnsUpByChance_isRefused() {
        assertThatThrownBy(() -> scanner.and("the pin", "12345"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("12345");
    }

    @Test
    void leak_showsNoSecret() {
        List<Leak> leaks = scanner.scan(SECRET);
        assertThat(scanner.scan(leaks.toString())).isEmpty();
    }
}
