package dev.secrets;

import static dev.secrets.Refusals.assertNotFound;
import static dev.secrets.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.ScriptedRotator.Call;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CancelRotateSecretResponse;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretValue;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section 13.6. */
final class CancelRotateSecretTest {
    private static final RotateSecretRequest REQUEST =
            new RotateSecretRequest("app/db").rotationLambdaArn("rotator").rotationRules(RotationRules.afterDays(30));

    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;
    private final RotationQueue queue = secrets.rotationQueue();

    @BeforeEach
    void create() {
        secrets.createSecret("app/db", "one");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("CANC-01")
    @Tag("DESC-04")
    void cancel_configuration_isKeptAndTheScheduleStops() {
        secrets.rotateSecret(REQUEST);
        rotateThrough();

        cancel();

        DescribeSecretResponse described = secrets.describeSecret("app/db");
        assertThat(described.rotationEnabled()).contains(false);
        assertThat(described.rotationLambdaArn()).contains("rotator");
        assertThat(described.rotationRules()).contains(RotationRules.afterDays(30));
        assertThat(described.nextRotationDate()).isEmpty();
        assertThat(described.lastRotatedDate()).isPresent();
        fixture.clock.advance(Duration.ofDays(365));
        assertThat(claim()).isEmpty();
    }

    @Test
    @Tag("CANC-02")
    void cancel_idle_namesNoVersion() {
        String arn = secrets.rotateSecret(REQUEST).arn();
        rotateThrough();

        assertThat(cancel()).isEqualTo(new CancelRotateSecretResponse(arn, "app/db", Optional.empty()));
    }

    @Test
    @Tag("CANC-03")
    void cancel_inFlight_namesTheVersionAndLeavesItsLabel() {
        String pending = secrets.rotateSecret(REQUEST).versionId().orElseThrow();
        claim();

        assertThat(cancel().versionId()).contains(pending);

        assertThat(secrets.describeSecret("app/db").versionIdsToStages().orElseThrow())
                .containsEntry(pending, List.of("AWSPENDING"));
    }

    @Test
    @Tag("CANC-04")
    @Tag("CANC-05")
    void cancel_leftoverPending_blocksUntilRemoved() {
        String pending = secrets.rotateSecret(REQUEST).versionId().orElseThrow();
        cancel();

        assertRefused(
                fixture,
                () -> secrets.rotateSecret("app/db"),
                "InvalidRequestException",
                "A previous rotation isn't complete. That rotation will be reattempted.");
        secrets.updateSecretVersionStage(
                new UpdateSecretVersionStageRequest("app/db", "AWSPENDING").removeFromVersionId(pending));
        secrets.rotateSecret("app/db");

        assertThat(secrets.describeSecret("app/db").rotationEnabled()).contains(true);
        assertThat(claim()).hasSize(1);
    }

    /** Our choice of code and text. */
    @Test
    @Tag("CANC-06")
    void cancel_neverConfigured_isRefused() {
        assertRefused(fixture, this::cancel, "InvalidRequestException");
    }

    @Test
    @Tag("CANC-06")
    void cancel_unknownSecret_isNotFound() {
        assertNotFound(fixture, () -> secrets.cancelRotateSecret(new CancelRotateSecretRequest("no/such")));
    }

    @Test
    @Tag("CANC-01")
    void cancel_again_changesNothingVisible() {
        secrets.rotateSecret(REQUEST);
        rotateThrough();
        cancel();

        assertThat(cancel().versionId()).isEmpty();
        assertThat(secrets.describeSecret("app/db").rotationEnabled()).contains(false);
    }

    @Test
    @Tag("CANC-08")
    void cancel_workerInTheMiddle_hasLostItsLease() {
        for (Call call : Call.values()) {
            String name = "app/" + call;
            secrets.createSecret(name, "one");
            RotateSecretRequest request = new RotateSecretRequest(name).rotationLambdaArn("rotator");
            secrets.rotateSecret(request);
            RotationLease lease = claim().get(0);
            new ScriptedRotator(queue, "two").run(lease, call.ordinal());
            secrets.cancelRotateSecret(new CancelRotateSecretRequest(name));
            Map<String, List<String>> labels =
                    secrets.describeSecret(name).versionIdsToStages().orElseThrow();

            Stream.<ThrowingCallable>of(
                            () -> queue.renew(lease, Duration.ofMinutes(1)),
                            () -> queue.putPendingValue(lease, SecretValue.ofString("three")),
                            () -> queue.finish(lease),
                            () -> queue.complete(lease),
                            () -> queue.fail(lease, "reason", Optional.empty()))
                    .forEach(effect -> assertThatThrownBy(effect).isInstanceOf(LeaseLostException.class));
            queue.release(lease);

            assertThat(secrets.describeSecret(name).versionIdsToStages()).contains(labels);
            assertThat(claim()).isEmpty();
        }
    }

    /** Workers go by what the store said last for that long. */
    @Test
    @Tag("CANC-08")
    void cancel_underWay_returnsWhenEveryWorkerKnows() {
        secrets.rotateSecret(REQUEST);
        claim();
        Thread.currentThread().interrupt();
        long before = System.nanoTime();

        cancel();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(RotationQueue.UNCANCELLED_FOR);
        assertThat(Thread.interrupted()).isTrue();
    }

    private CancelRotateSecretResponse cancel() {
        return secrets.cancelRotateSecret(new CancelRotateSecretRequest("app/db"));
    }

    private List<RotationLease> claim() {
        return queue.claim("node", Duration.ofMinutes(5), 10);
    }

    private void rotateThrough() {
        claim().forEach(new ScriptedRotator(queue, "two")::run);
    }
}
