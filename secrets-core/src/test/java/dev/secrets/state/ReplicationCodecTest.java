package dev.secrets.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.SecretValue;
import dev.secrets.state.ReplicaTarget.Goal;
import dev.secrets.state.ReplicaTarget.Outstanding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of a secret's ties to other regions. The files never change: what was written once, every later version must read. */
final class ReplicationCodecTest {
    private static final String NAME = "prod/db";
    private static final String UID = "0f0e0d0c-0b0a-0908-0706-050403020100";
    private static final Instant CREATED = Instant.parse("2026-02-03T10:15:30.123Z");
    private static final String PRIMARY = "secret-1-primary.json";
    private static final String REPLICA = "secret-1-replica.json";

    @Test
    void decode_ofAPrimary_isItsTargets() throws IOException {
        Outstanding atOnce = new Outstanding(CREATED, 0, Instant.EPOCH, Optional.empty());
        Outstanding later = new Outstanding(
                CREATED, 3, CREATED.plusSeconds(4), Optional.of("Secret with this name already exists in this region"));

        assertThat(replication(PRIMARY))
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

        assertThat(replication(REPLICA)).isEqualTo(Replication.of("us-east-1", source));
    }

    private static ValueSeal seal(SecretValue.Kind kind, int digest) {
        byte[] sha256 = new byte[32];
        Arrays.fill(sha256, (byte) digest);
        return new ValueSeal(kind, sha256);
    }

    @ParameterizedTest
    @ValueSource(strings = {PRIMARY, REPLICA})
    void encode_ofWhatWasRead_isWhatWasWritten(String file) throws IOException {
        assertThat(SecretCodec.encode(SecretCodec.decode(NAME, UID, frozen(file))))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(new String(frozen(file), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"primary\":1}",
                "{\"primary\":\"r\",\"targets\":[{\"goal\":\"COPY\"}]}",
                "{\"primary\":\"r\",\"targets\":[{\"region\":\"r\",\"goal\":\"STEAL\"}]}",
                "{\"primary\":\"r\",\"targets\":[{\"region\":\"r\",\"goal\":\"COPY\",\"overwrite\":\"yes\"}]}",
                "{\"primary\":\"r\",\"targets\":[{\"region\":\"r\",\"goal\":\"COPY\",\"since\":1}]}",
                "{\"primary\":\"r\",\"source\":{\"revision\":1,\"seals\":[]}}",
                "{\"primary\":\"r\",\"source\":{\"uid\":\"u\",\"seals\":[]}}",
                "{\"primary\":\"r\",\"source\":{\"uid\":\"u\",\"revision\":1}}",
                "{\"primary\":\"r\",\"source\":{\"uid\":\"u\",\"revision\":1,\"seals\":[{\"id\":\"v\"}]}}"
            })
    void decode_ofWhatIsNoReplication_isRefused(String replication) {
        byte[] metadata = ("{\"format\":1,\"suffix\":\"tp4F2g\",\"created\":1,\"changed\":1,\"versions\":[],"
                        + "\"replication\":" + replication + "}")
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> SecretCodec.decode(NAME, UID, metadata)).isInstanceOf(IllegalStateException.class);
    }

    private static Replication replication(String file) throws IOException {
        return SecretCodec.decode(NAME, UID, frozen(file)).replication().orElseThrow();
    }

    private static byte[] frozen(String file) throws IOException {
        try (InputStream bytes = ReplicationCodecTest.class.getResourceAsStream(file)) {
            return bytes.readAllBytes();
        }
    }
}
