package dev.secrets.state;

import static dev.secrets.state.MetadataField.ACCESSED;
import static dev.secrets.state.MetadataField.ATTEMPT;
import static dev.secrets.state.MetadataField.CREATED;
import static dev.secrets.state.MetadataField.DAYS;
import static dev.secrets.state.MetadataField.ENABLED;
import static dev.secrets.state.MetadataField.EPOCH;
import static dev.secrets.state.MetadataField.FAILURES;
import static dev.secrets.state.MetadataField.FORMAT;
import static dev.secrets.state.MetadataField.LABEL;
import static dev.secrets.state.MetadataField.NEXT;
import static dev.secrets.state.MetadataField.PURPOSE;
import static dev.secrets.state.MetadataField.ROTATION;
import static dev.secrets.state.MetadataField.RULES;
import static dev.secrets.state.MetadataField.START;
import static dev.secrets.state.MetadataField.SUFFIX;
import static dev.secrets.state.MetadataField.TAGS;
import static dev.secrets.state.MetadataField.TEXT;
import static dev.secrets.state.MetadataField.UUID;
import static dev.secrets.state.MetadataField.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of the metadata. The files never change: what was written once, every later version must read. */
final class SecretCodecTest {
    private static final String NAME = "prod/db";
    private static final String UID = "0f0e0d0c-0b0a-0908-0706-050403020100";
    private static final Instant CREATION = Instant.parse("2026-02-03T10:15:30.123Z");
    private static final Identity IDENTITY = new Identity(NAME, UID, "tp4F2g", CREATION);
    private static final String EVERYTHING = "secret-1-everything.bin";
    private static final String NOTHING = "secret-1-nothing.bin";

    @Test
    void decode_ofEverythingThatFormat1Wrote_isTheSecret() throws IOException {
        Secret secret = SecretCodec.decode(NAME, UID, frozen(EVERYTHING));

        assertThat(secret.identity()).isEqualTo(IDENTITY);
        assertThat(secret.settings()).isEqualTo(settings());
        assertThat(secret.versions()).isEqualTo(versions());
        assertThat(secret.rotation()).contains(rotation());
        assertThat(secret.deletionDate()).contains(Instant.parse("2026-03-05T10:15:30.123Z"));
        assertThat(secret.lastChangedDate()).isEqualTo(CREATION.plusMillis(4));
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
                .isEqualTo(frozen(file));
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
        byte[] newer = message(with -> with.number(FORMAT, 2));

        assertThatThrownBy(() -> SecretCodec.decode(NAME, UID, newer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The metadata of prod/db has format 2; this version reads format 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"FORMAT", "SUFFIX", "CREATED"})
    void decode_withoutWhatMustBeThere_isRefused(MetadataField missing) {
        assertThat(decoded(least(Set.of()))).isEqualTo(nothing());
        assertRefused(least(Set.of(missing)));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"FORMAT", "SUFFIX", "CREATED", "CHANGED", "DELETION", "ACCESSED", "DESCRIPTION", "TAGS", "ROTATION"
            })
    void decode_withAFieldTwice_isRefused(MetadataField field) {
        assertRefused(least(with -> {
            with.number(field, 1);
            with.number(field, 1);
        }));
    }

    /** Text, bytes and message are told apart by the field alone, numbers from those by the kind of the field. */
    @ParameterizedTest
    @EnumSource(names = {"CHANGED", "DELETION", "ACCESSED"})
    void decode_withATextForANumber_isRefused(MetadataField field) {
        assertThat(decoded(least(with -> with.number(field, 1)))).isNotNull();
        assertRefused(least(with -> with.text(field, "1")));
    }

    @ParameterizedTest
    @EnumSource(names = {"DESCRIPTION", "KEY", "TYPE", "OWNER", "POLICY", "TAGS", "ROTATION", "REPLICATION", "VERSION"})
    void decode_withANumberForAText_isRefused(MetadataField field) {
        assertRefused(least(with -> with.number(field, 1)));
    }

    @Test
    void decode_ofADayThatIsNone_isRefused() {
        assertRefused(least(with -> with.number(ACCESSED, Long.MAX_VALUE)));
    }

    @Test
    void decode_ofHalfAPair_isRefused() {
        assertRefused(least(with -> with.message(TAGS, "k", (tags, key) -> tags.text(TEXT, key))));
    }

    @Test
    void decode_ofVersionsThatAreNone_isRefused() {
        assertRefused(withVersion(version -> {}));
        assertRefused(withVersion(version -> version.bytes(UUID, new byte[15])));
        assertRefused(withVersion(version -> version.text(LABEL, "L")));
    }

    @Test
    void decode_ofALabelOnTwoVersions_isRefused() {
        assertRefused(least(with -> with.messages(VERSION, List.of("v", "w"), (version, id) -> {
            version.versionId(id);
            version.text(LABEL, "L");
        })));
    }

    @Test
    void decode_ofARotationThatIsNone_isRefused() {
        assertRefused(withRotation(rotation -> rotation.flag(ENABLED, true)));
        assertRefused(withRotation(rotation -> {
            rotation.number(EPOCH, 1);
            rotation.number(NEXT, 1);
        }));
        assertRefused(withRotation(rotation -> {
            rotation.number(EPOCH, 1);
            rotation.message(RULES, 1_001, (rules, days) -> rules.number(DAYS, days));
        }));
    }

    @Test
    void decode_ofAnAttemptThatIsNone_isRefused() {
        assertThat(decoded(withAttempt("ROTATE", 1)).rotationOrNone().attempt()).isPresent();
        assertRefused(withAttempt("STEAL", 1));
        assertRefused(withAttempt("ROTATE", 1L << 32));
    }

    private static byte[] withAttempt(String purpose, long failures) {
        return withRotation(rotation -> {
            rotation.number(EPOCH, 1);
            rotation.message(ATTEMPT, "v", (attempt, id) -> {
                attempt.versionId(id);
                attempt.text(PURPOSE, purpose);
                attempt.number(START, 1);
                attempt.number(FAILURES, failures);
            });
        });
    }

    private static byte[] withVersion(Consumer<MessageWriter> fields) {
        return least(with -> with.message(VERSION, fields, (version, write) -> write.accept(version)));
    }

    private static byte[] withRotation(Consumer<MessageWriter> fields) {
        return least(with -> with.message(ROTATION, fields, (rotation, write) -> write.accept(rotation)));
    }

    /** Returns the metadata of {@link #nothing()} with more fields. */
    static byte[] least(Consumer<MessageWriter> more) {
        return message(with -> {
            writeLeast(with, Set.of());
            more.accept(with);
        });
    }

    private static byte[] least(Set<MetadataField> without) {
        return message(with -> writeLeast(with, without));
    }

    private static void writeLeast(MessageWriter message, Set<MetadataField> without) {
        if (!without.contains(FORMAT)) {
            message.number(FORMAT, 1);
        }
        if (!without.contains(CREATED)) {
            message.time(CREATED, CREATION);
        }
        if (!without.contains(SUFFIX)) {
            message.text(SUFFIX, "tp4F2g");
        }
    }

    private static byte[] message(Consumer<MessageWriter> fields) {
        MessageWriter message = new MessageWriter();
        fields.accept(message);
        return message.toByteArray();
    }

    /** Sealing finds what was damaged; if it did not, there would be a secret or this one refusal. */
    @Test
    void decode_withAnyByteReplaced_isASecretOrRefused() throws IOException {
        byte[] whole = frozen(EVERYTHING);
        for (int at = 0; at < whole.length; at++) {
            for (int other : new int[] {0, 1, 2, 3, 4, 5, 0x0A, 0x40, 0x7A, 0x7F, 0x80, 0xFF}) {
                byte[] damaged = whole.clone();
                damaged[at] = (byte) other;
                try {
                    assertThat(decoded(damaged).identity().name()).isEqualTo(NAME);
                } catch (IllegalStateException refused) {
                    assertThat(refused).hasMessageNotContaining("payments");
                }
            }
        }
    }

    /** What a later version may add without another format. */
    @Test
    void decode_ofFieldsThatAreNotKnown_ignoresThem() throws IOException {
        UnknownFieldSet later = UnknownFieldSet.newBuilder()
                .addField(
                        100,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(-1)
                                .addFixed32(2)
                                .addFixed64(3)
                                .addLengthDelimited(ByteString.copyFromUtf8("text"))
                                .addGroup(UnknownFieldSet.newBuilder().build())
                                .build())
                .build();
        ByteString extended = later.toByteString().concat(ByteString.copyFrom(frozen(NOTHING)));

        assertThat(decoded(extended.toByteArray())).isEqualTo(nothing());
    }

    @Test
    void decode_ofWhatIsNoMessage_isRefused() {
        assertRefused("{\"format\":1}".getBytes(StandardCharsets.UTF_8));
        assertRefused(UnknownFieldSet.newBuilder()
                .addField(
                        CREATED.number(),
                        UnknownFieldSet.Field.newBuilder().addFixed64(3).build())
                .build()
                .toByteArray());
        byte[] endOfGroup = {(byte) (100 << 3 | 4), 6};
        assertRefused(endOfGroup);
    }

    /** Whoever reads the description finds every field, by its number. */
    @Test
    void proto_ofTheMetadata_hasTheFieldsThatAreWritten() throws IOException {
        String proto = new String(frozen("secret.proto"), StandardCharsets.UTF_8);

        assertThat(Pattern.compile("(\\w+) = (\\d+);").matcher(proto).results())
                .extracting(field -> field.group(1).toUpperCase(Locale.ROOT) + " " + field.group(2))
                .containsOnly(Arrays.stream(MetadataField.values())
                        .map(field -> field + " " + field.number())
                        .toArray(String[]::new));
    }

    private static Secret decoded(byte[] bytes) {
        return SecretCodec.decode(NAME, UID, bytes);
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> SecretCodec.decode(NAME, UID, bytes)).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] frozen(String file) throws IOException {
        try (InputStream bytes = SecretCodecTest.class.getResourceAsStream(file)) {
            return bytes.readAllBytes();
        }
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
                version(
                        "c0a80101-5b1e-4d6c-8f00-0123456789ab",
                        SecretValue.Kind.STRING,
                        Optional.of("alias/payments"),
                        "AWSCURRENT"),
                valueless("d-pending")));
    }

    private static SecretVersion version(String id, SecretValue.Kind kind, Optional<String> key, String... labels) {
        byte[] digest = new byte[32];
        Arrays.fill(digest, (byte) id.charAt(0));
        return new SecretVersion(
                id,
                CREATION,
                key,
                Optional.of(new ValueSeal(kind, digest)),
                List.of(labels),
                Optional.of(LocalDate.parse("2026-02-03")));
    }

    private static SecretVersion valueless(String id) {
        return new SecretVersion(
                id,
                CREATION.plusMillis(3),
                Optional.empty(),
                Optional.empty(),
                List.of("AWSPENDING"),
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
                CREATION.plusMillis(3),
                2,
                Optional.of(new Rotation.Lease("node-1", CREATION.plusSeconds(300))));
        return new Rotation(
                true,
                configuration,
                Optional.of(CREATION.minusSeconds(1)),
                Optional.of(plan),
                Optional.of(attempt),
                17);
    }
}
