package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.ScriptedRotator.Call;
import dev.secrets.audit.AuditEvent;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rotations that were left in the middle, by a caller or by their worker, and are taken up again by hand. */
final class ResumedRotationTest {
    private static final String NAME = "app/db";
    private static final RotateSecretRequest ROTATE = new RotateSecretRequest(NAME).rotationLambdaArn("rotator");

    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;
    private final RotationQueue queue = secrets.rotationQueue();

    private String first;

    @BeforeEach
    void create() {
        first = fixture.create(NAME, "one");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("CANC-04")
    void resume_cancelledInTheMiddle_goesOnWithItsVersionAndValue() {
        String pending = secrets.rotateSecret(ROTATE).versionId().orElseThrow();
        new ScriptedRotator(queue, "two").run(claim().get(0), Call.FINISH.ordinal());
        secrets.cancelRotateSecret(new CancelRotateSecretRequest(NAME));

        queue.resume(NAME);
        new ScriptedRotator(queue, "three").run(claim().get(0));

        assertThat(fixture.value(NAME)).isEqualTo("two");
        assertThat(fixture.stages(NAME))
                .isEqualTo(Map.of(first, List.of("AWSPREVIOUS"), pending, List.of("AWSCURRENT")));
        assertThat(secrets.describeSecret(NAME).rotationEnabled()).contains(true);
        assertThat(resumed()).isOne();
    }

    @Test
    void resume_givenUp_isDueAtOnce() {
        secrets.rotateSecret(ROTATE);
        queue.fail(claim().get(0), "failed", Optional.empty());
        assertThat(claim()).isEmpty();

        queue.resume(NAME);

        assertThat(claim()).singleElement().extracting(RotationLease::failures).isEqualTo(0);
    }

    @Test
    @Tag("ROT-30")
    void resume_whileAWorkerHasIt_doesNothing() {
        secrets.rotateSecret(ROTATE);
        RotationLease lease = claim().get(0);

        queue.resume(NAME);

        assertThat(claim()).isEmpty();
        new ScriptedRotator(queue, "two").run(lease);
        assertThat(fixture.value(NAME)).isEqualTo("two");
        assertThat(resumed()).isZero();
    }

    @Test
    @Tag("ROT-22")
    void resume_whileATestWaits_leavesItATest() {
        secrets.rotateSecret(ROTATE.rotateImmediately(false));

        queue.resume(NAME);
        RotationLease lease = claim().get(0);
        new ScriptedRotator(queue, "two").run(lease);

        assertThat(lease.testOnly()).isTrue();
        assertThat(fixture.stages(NAME)).isEqualTo(Map.of(first, List.of("AWSCURRENT")));
        assertThat(resumed()).isZero();
    }

    @Test
    void resume_nothingToGoOnWith_isRefused() {
        assertThatThrownBy(() -> queue.resume(NAME)).isInstanceOf(InvalidRequestException.class);
        secrets.rotateSecret(ROTATE);
        new ScriptedRotator(queue, "two").run(claim().get(0));
        assertThatThrownBy(() -> queue.resume(NAME)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> queue.resume("app/unknown")).isInstanceOf(ResourceNotFoundException.class);
        secrets.deleteSecret(NAME);
        assertThatThrownBy(() -> queue.resume(NAME)).hasMessage(Refusals.MARKED_FOR_DELETION);
    }

    private List<RotationLease> claim() {
        return queue.claim("node", Duration.ofMinutes(5), 10);
    }

    private long resumed() {
        return fixture.trail.stream()
                .map(AuditEvent::eventName)
                .filter("RotationResumed"::equals)
                .count();
    }
}
