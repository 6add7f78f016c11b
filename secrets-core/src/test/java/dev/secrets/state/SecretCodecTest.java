package dev.secrets.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.ExternalSecretRotationMetadataItem;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretValue;
import dev.secrets.model.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of the metadata. The files never change: what was written once, every later version must read. */
final class SecretCodecTest {
    private static final String NAME = "prod/db";
    private static final String UID = "0f0e0d0c-0b0a-0908-0706-050403020100";
    private static final Instant CREATED = Instant.parse("2026-02-03T10:15:30.123Z");
    private static final Identity IDENTITY = new Identity(NAME, UID, "tp4F2g", CREATED);
    private static final String EVERYTHING = "secret-1-everything.json";
    private static final String NOTHING = "secret-1-nothing.json";

    @Test
    void decode_ofEverythingThatFormat1Wrote_isTheSecret() throws IOException {
        Secret secret = SecretCodec.decode(NAME, UID, frozen(EVERYTHING));

        assertThat(secret.identity()).isEqualTo(IDENTITY);
        assertThat(secret.settings()).isEqualTo(settings());
        assertThat(secret.versions()).isEqualTo(versions());
        assertThat(secret.rotation()).contains(rotation());
        assertThat(secret.deletionDate()).contains(Instant.parse("2026-03-05T10:15:30.123Z"));
        assertThat(secret.lastChangedDate()).isEqualTo(CREATED.plusMillis(4));
        assertThat(secret.lastAccessedDay()).contains(LocalDate.parse("2026-02-04"));
    }

    @Test
    void decode_ofTheLeastThatFormat1Wrote_isTheSecret() throws IOException {
        assertThat(SecretCodec.decode(NAME, UID, frozen(NOTHING))).isEqualTo(nothing());
    }

    @ParameterizedTest
    @ValueSource(strings = {EVERYTHING, NOTHING})
    void encode_ofWhatWasRead_isWhatWasWritten(String file) throws IOException {
        assertThat(SecretCodec.encode(SecretCodec.decode(NAME, UID, frozen(file))))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(new String(frozen(file), StandardCharsets.UTF_8));
    }

    @Test
    void decode_cutOffAnywhere_isRefused() throws IOException {
        byte[] whole = frozen(EVERYTHING);
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void decode_ofANewerFormat_isRefusedByItsNumber() {
        assertThatThrownBy(() -> SecretCodec.decode(NAME, UID, utf8("{\"format\":2,\"whatever\":[]}")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The metadata of prod/db has format 2; this version reads format 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"format\"",
                "{}",
                "{\"format\":\"1\",\"suffix\":\"tp4F2g\",\"created\":1,\"changed\":1,\"versions\":[]}",
                "{\"format\":1,\"created\":1,\"changed\":1,\"versions\":[]}",
                "{\"format\":1,\"suffix\":\"tp4F2g\",\"changed\":1,\"versions\":[]}",
                "{\"format\":1,\"suffix\":\"tp4F2g\",\"created\":1,\"versions\":[]}",
                "{\"format\":1,\"suffix\":\"tp4F2g\",\"created\":1,\"changed\":1}",
                "{\"format\":1,\"suffix\":\"tp4F2g\",\"created\":\"x\",\"changed\":1,\"versions\":[]}",
                "{\"format\":1,\"suffix\":\"tp4F2g\",\"created\":1,\"changed\":1,\"versions\":[{}]}",
                "{\"format\":1,\"suffix\":\"tp4F2g\",\"created\":1,\"changed\":1,\"changed\":1,\"versions\":[]}",
                "{\"format\":1,\"suffix\":\"tp4F2g\",\"created\":1,\"changed\":1,\"versions\":[]} {}",
                "{\"format\":1,\"suffix\":\"tp4F2g\",\"created\":1,\"changed\":1,\"versions\":[],\"tags\":[[\"k\"]]}",
                "{\"format\":1,\"suffix\":\"tp4F2g\",\"created\":1,\"changed\":1,\"versions\":["
                        + "{\"id\":\"v\",\"created\":1,\"kind\":\"TREE\",\"sha256\":\"AA==\"}]}",
                "{\"format\":1,\"suffix\":\"tp4F2g\",\"created\":1,\"changed\":1,\"versions\":["
                        + "{\"id\":\"v\",\"created\":1,\"kind\":\"STRING\"}]}",
                "{\"format\":1,\"suffix\":\"tp4F2g\",\"created\":1,\"changed\":1,\"versions\":["
                        + "{\"id\":\"v\",\"created\":1,\"labels\":[\"L\"]},{\"id\":\"w\",\"created\":1,\"labels\":[\"L\"]}]}"
            })
    void decode_ofWhatIsNoMetadata_isRefused(String text) {
        assertRefused(utf8(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"deletion\":1.5",
                "\"deletion\":null",
                "\"deletion\":\"1\"",
                "\"deletion\":12345678901234567890",
                "\"accessed\":true",
                "\"accessed\":9223372036854775807",
                "\"description\":1",
                "\"description\":null",
                "\"description\":[]",
                "\"tags\":{}",
                "\"tags\":\"k\"",
                "\"tags\":[[\"k\",1]]",
                "\"tags\":[{\"k\":\"v\"}]",
                "\"rotation\":[]",
                "\"rotation\":{\"enabled\":1,\"epoch\":1}",
                "\"rotation\":{\"enabled\":true,\"epoch\":1,\"rules\":[]}",
                "\"rotation\":{\"enabled\":true,\"epoch\":1,\"next\":1}",
                "\"replication\":\"r\"",
                "\"later\":{\"a\":1,\"a\":2}",
                "\"later\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]"
            })
    void decode_withAMemberOfAnotherKind_isRefused(String member) {
        assertRefused(withMember(member));
    }

    @Test
    void decode_ofATextBeyondTheLimit_isRefused() {
        assertThat(SecretCodec.decode(NAME, UID, withMember("\"description\":\"" + "x".repeat(65_536) + "\""))
                        .settings()
                        .description())
                .hasValueSatisfying(text -> assertThat(text).hasSize(65_536));
        assertRefused(withMember("\"description\":\"" + "x".repeat(70_000) + "\""));
    }

    private static byte[] withMember(String member) {
        return utf8("{\"format\":1,\"suffix\":\"tp4F2g\",\"created\":1,\"changed\":1,\"versions\":[]," + member + "}");
    }

    /** Sealing finds what was damaged; if it did not, there would be a secret or this one refusal. */
    @Test
    void decode_withAnyByteReplaced_isASecretOrRefused() throws IOException {
        byte[] whole = frozen(EVERYTHING);
        for (int at = 0; at < whole.length; at++) {
            for (char other : new char[] {'"', '0', '9', '-', 'A', '{', ']', ',', '\\', '\u00ff'}) {
                byte[] damaged = whole.clone();
                damaged[at] = (byte) other;
                try {
                    assertThat(SecretCodec.decode(NAME, UID, damaged).identity().name())
                            .isEqualTo(NAME);
                } catch (IllegalStateException refused) {
                    assertThat(refused).hasMessageNotContaining("payments");
                }
            }
        }
    }

    /** What a later version may add without another format. */
    @Test
    void decode_ofAMemberThatIsNotKnown_ignoresIt() throws IOException {
        String frozen = new String(frozen(NOTHING), StandardCharsets.UTF_8);
        byte[] extended =
                utf8(frozen.replace("\"suffix\"", "\"later\":{\"a\":[1,2.5,null,12345678901234567890]},\"suffix\""));

        assertThat(SecretCodec.decode(NAME, UID, extended)).isEqualTo(nothing());
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> SecretCodec.decode(NAME, UID, bytes)).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] frozen(String file) throws IOException {
        try (InputStream bytes = SecretCodecTest.class.getResourceAsStream(file)) {
            return bytes.readAllBytes();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // What is in the files

    private static Secret nothing() {
        return Secret.created(IDENTITY, Settings.NONE, Optional.empty());
    }

    private static Settings settings() {
        return new Settings(
                Optional.of("Zugang f\u00fcr die \"Datenbank\"\n\u0001 \uD83D\uDD11"),
                Optional.of("alias/payments"),
                Optional.of("Partner"),
                Optional.of("rds"),
                Optional.of(List.of(new Tag("team", "payments"), new Tag("Team", ""))),
                Optional.of("{\"Version\":\"2012-10-17\",\"Statement\":[]}"));
    }

    private static Versions versions() {
        return Versions.of(List.of(
                version("a-deprecated", SecretValue.Kind.BINARY, Optional.of("alias/old")),
                version("b-previous", SecretValue.Kind.STRING, Optional.empty(), "AWSPREVIOUS", "\u03a9"),
                version("c-current", SecretValue.Kind.STRING, Optional.of("alias/payments"), "AWSCURRENT"),
                valueless("d-pending")));
    }

    private static SecretVersion version(String id, SecretValue.Kind kind, Optional<String> key, String... labels) {
        byte[] digest = new byte[32];
        Arrays.fill(digest, (byte) id.charAt(0));
        return new SecretVersion(
                id,
                CREATED,
                key,
                Optional.of(new ValueSeal(kind, digest)),
                new TreeSet<>(Set.of(labels)),
                Optional.of(LocalDate.parse("2026-02-03")));
    }

    private static SecretVersion valueless(String id) {
        return new SecretVersion(
                id,
                CREATED.plusMillis(3),
                Optional.empty(),
                Optional.empty(),
                new TreeSet<>(Set.of("AWSPENDING")),
                Optional.empty());
    }

    private static Rotation rotation() {
        RotationConfiguration configuration = new RotationConfiguration(
                Optional.of("arn:aws:lambda:eu-west-1:000000000000:function:rotator"),
                Optional.of(RotationRules.schedule("cron(0 16 1,15 * ? *)")
                        .duration("2h")
                        .automaticallyAfterDays(14)),
                Optional.of(List.of(new ExternalSecretRotationMetadataItem("apiKey", "id"))),
                Optional.of("arn:aws:iam::000000000000:role/rotation"));
        Rotation.Plan plan =
                new Rotation.Plan(Instant.parse("2026-02-15T17:59:59Z"), Instant.parse("2026-02-15T16:20:00.500Z"));
        Rotation.Attempt attempt = new Rotation.Attempt(
                "d-pending",
                Rotation.Purpose.ROTATE,
                CREATED.plusMillis(3),
                2,
                Optional.of(new Rotation.Lease("node-1", CREATED.plusSeconds(300))));
        return new Rotation(
                true, configuration, Optional.of(CREATED.minusSeconds(1)), Optional.of(plan), Optional.of(attempt), 17);
    }
}
