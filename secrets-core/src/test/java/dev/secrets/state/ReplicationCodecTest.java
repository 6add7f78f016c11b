package dev.secrets.state;

import static dev.secrets.state.MetadataField.GOAL;
import static dev.secrets.state.MetadataField.PRIMARY;
import static dev.secrets.state.MetadataField.REGION;
import static dev.secrets.state.MetadataField.REPLICATION;
import static dev.secrets.state.MetadataField.REVISION;
import static dev.secrets.state.MetadataField.SEAL;
import static dev.secrets.state.MetadataField.SHA256;
import static dev.secrets.state.MetadataField.SINCE;
import static dev.secrets.state.MetadataField.SOURCE;
import static dev.secrets.state.MetadataField.TARGET;
import static dev.secrets.state.MetadataField.UID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.SecretValue;
import dev.secrets.state.ReplicaTarget.Goal;
import dev.secrets.state.ReplicaTarget.Outstanding;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of a secret's ties to other regions. The files never change: what was written once, every later version must read. */
final class ReplicationCodecTest {
    private static final String NAME = "prod/db";
    private static final String ID = "0f0e0d0c-0b0a-0908-0706-050403020100";
    private static final Instant CREATED = Instant.parse("2026-02-03T10:15:30.123Z");
    private static final String OF_PRIMARY = "secret-1-primary.bin";
    private static final String OF_REPLICA = "secret-1-replica.bin";

    @Test
    void decode_ofAPrimary_isItsTargets() throws IOException {
        Outstanding atOnce = new Outstanding(CREATED, 0, Instant.EPOCH, Optional.empty());
        Outstanding later = new Outstanding(
                CREATED, 3, CREATED.plusSeconds(4), Optional.of("Secret with this name already exists in this region"));

        assertThat(replication(OF_PRIMARY))
                .isEqualTo(new Replication(
                        "us-east-1",
                        Optional.empty(),
                        List.of(
                                new ReplicaTarget(
                                        "eu-west-1",
                                        Optional.of("alias/eu"),
                                        Goal.COPY,
                                        false,
                                        true,
                                        Optional.empty(),
                                        Optional.of(LocalDate.parse("2026-02-04"))),
                                target("ap-south-1", Goal.COPY, true, false, later),
                                target("sa-east-1", Goal.REMOVE, false, true, atOnce),
                                target("af-south-1", Goal.DETACH, false, false, atOnce))));
    }

    private static ReplicaTarget target(
            String region, Goal goal, boolean overwrite, boolean established, Outstanding outstanding) {
        return new ReplicaTarget(
                region, Optional.empty(), goal, overwrite, established, Optional.of(outstanding), Optional.empty());
    }

    @Test
    void decode_ofAReplica_isItsSource() throws IOException {
        ReplicaSource source = new ReplicaSource(
                "11111111-2222-3333-4444-555555555555",
                42,
                Map.of("a", seal(SecretValue.Kind.STRING, 1), "b", seal(SecretValue.Kind.BINARY, 2)));

        assertThat(replication(OF_REPLICA)).isEqualTo(Replication.of("us-east-1", source));
    }

    private static ValueSeal seal(SecretValue.Kind kind, int digest) {
        byte[] sha256 = new byte[32];
        Arrays.fill(sha256, (byte) digest);
        return new ValueSeal(kind, sha256);
    }

    @ParameterizedTest
    @ValueSource(strings = {OF_PRIMARY, OF_REPLICA})
    void encode_ofWhatWasRead_isWhatWasWritten(String file) throws IOException {
        assertThat(SecretCodec.encode(SecretCodec.decode(NAME, ID, frozen(file))))
                .isEqualTo(frozen(file));
    }

    @Test
    void decode_ofAReplicationWithoutPrimary_isRefused() {
        assertRefused(replication -> {});
        assertRefused(replication -> replication.number(PRIMARY, 1));
    }

    @Test
    void decode_ofATargetThatIsNone_isRefused() {
        assertRefused(target("", "COPY", false));
        assertRefused(target("r", "STEAL", false));
        assertRefused(target("r", "COPY", true));
    }

    private static Consumer<MessageWriter> target(String region, String goal, boolean outstanding) {
        return replication -> {
            replication.text(PRIMARY, "r");
            replication.message(TARGET, region, (target, name) -> {
                target.text(REGION, Optional.of(name).filter(text -> !text.isEmpty()));
                target.text(GOAL, goal);
                target.flag(SINCE, outstanding);
            });
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"UID", "REVISION", "SHA256"})
    void decode_ofASourceThatIsNone_isRefused(MetadataField missing) {
        Consumer<MessageWriter> whole = source(Set.of());

        assertThat(decoded(whole).replication()).isPresent();
        assertRefused(source(Set.of(missing)));
    }

    private static Consumer<MessageWriter> source(Set<MetadataField> without) {
        return replication -> {
            replication.text(PRIMARY, "r");
            replication.message(SOURCE, without, ReplicationCodecTest::writeSource);
        };
    }

    private static void writeSource(MessageWriter source, Set<MetadataField> without) {
        if (!without.contains(UID)) {
            source.text(UID, "u");
        }
        if (!without.contains(REVISION)) {
            source.number(REVISION, 1);
        }
        source.message(SEAL, "v", (seal, id) -> {
            seal.versionId(id);
            if (!without.contains(SHA256)) {
                seal.bytes(SHA256, new byte[32]);
            }
        });
    }

    private static void assertRefused(Consumer<MessageWriter> replication) {
        assertThatThrownBy(() -> decoded(replication)).isInstanceOf(IllegalStateException.class);
    }

    private static Secret decoded(Consumer<MessageWriter> replication) {
        byte[] metadata =
                SecretCodecTest.least(with -> with.message(REPLICATION, replication, (to, write) -> write.accept(to)));
        return SecretCodec.decode(NAME, ID, metadata);
    }

    private static Replication replication(String file) throws IOException {
        return SecretCodec.decode(NAME, ID, frozen(file)).replication().orElseThrow();
    }

    private static byte[] frozen(String file) throws IOException {
        try (InputStream bytes = ReplicationCodecTest.class.getResourceAsStream(file)) {
            return bytes.readAllBytes();
        }
    }
}
