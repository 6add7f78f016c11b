package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.RotationRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rotations that are resumed, passed over, and due before their schedule. */
final class RotationResumeTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final String NAME = "app/db";

    @AutoClose
    private final SecretsFixture fixture = new SecretsFixture();

    private final EmbeddedSecretsManager secrets = fixture.secrets;
    private final RotationQueue queue = secrets.rotationQueue();

    private RotationLease started() {
        secrets.createSecret(NAME, "one");
        secrets.rotateSecret(
                new RotateSecretRequest(NAME).rotationLambdaArn("rotator").rotationRules(RotationRules.afterDays(30)));
        return claim().get(0);
    }

    private List<RotationLease> claim() {
        return queue.claim("node", LEASE, 10);
    }

    /** What the refusal says comes true (section 13.5 of the reference). */
    @Test
    @Tag("ROT-16")
    void rotate_afterARotationWasGivenUp_isRefusedAndHasThatTriedAgain() {
        RotationLease lease = started();
        queue.fail(lease, "a right is missing", Optional.empty());
        assertThat(claim()).isEmpty();

        assertThatThrownBy(() -> secrets.rotateSecret(new RotateSecretRequest(NAME)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("A previous rotation isn't complete. That rotation will be reattempted.");

        List<RotationLease> again = claim();
        assertThat(again).extracting(RotationLease::versionId).containsExactly(lease.versionId());
        assertThat(again).extracting(RotationLease::failures).containsExactly(1);
        assertThatThrownBy(() -> secrets.rotateSecret(new RotateSecretRequest(NAME)))
                .isInstanceOf(InvalidRequestException.class);
        queue.renew(again.get(0), LEASE);
    }

    @Test
    void resume_cancelledRotation_goesOnWithItsVersionAndValue() {
        RotationLease lease = started();
        new ScriptedRotator(queue, "two").run(lease, 2);
        secrets.cancelRotateSecret(new CancelRotateSecretRequest(NAME));

        queue.resume(NAME);

        RotationLease next = claim().get(0);
        assertThat(next.versionId()).isEqualTo(lease.versionId());
        assertThat(next.epoch()).isGreaterThan(lease.epoch());
        new ScriptedRotator(queue, "another").run(next);
        assertThat(fixture.value(NAME)).isEqualTo("two");
        assertThat(secrets.describeSecret(NAME).rotationEnabled()).contains(true);
        assertThat(secrets.describeSecret(NAME).nextRotationDate()).isPresent();
        assertThat(fixture.trail).extracting("eventName").contains("RotationResumed");
    }

    @Test
    void resume_givenUpRotation_isDueAtOnceWithItsFailuresForgotten() {
        RotationLease lease = started();
        queue.fail(lease, "the database is away", Optional.empty());
        assertThat(claim()).isEmpty();

        queue.resume(NAME);

        assertThat(claim()).extracting(RotationLease::failures).containsExactly(0);
    }

    @Test
    void resume_whileAWorkerHasIt_doesNothing() {
        RotationLease lease = started();

        queue.resume(NAME);

        assertThat(claim()).isEmpty();
        new ScriptedRotator(queue, "two").run(lease);
        assertThat(fixture.value(NAME)).isEqualTo("two");
    }

    @Test
    @Tag("CANC-08")
    void requireUncancelled_afterACancelOrATakeover_tells() {
        RotationLease lease = started();
        queue.requireUncancelled(lease);
        queue.renew(lease, LEASE);
        queue.requireUncancelled(lease);
        secrets.cancelRotateSecret(new CancelRotateSecretRequest(NAME));
        assertThatThrownBy(() -> queue.requireUncancelled(lease)).isInstanceOf(LeaseLostException.class);

        queue.resume(NAME);
        RotationLease next = claim().get(0);

        queue.requireUncancelled(next);
        assertThatThrownBy(() -> queue.requireUncancelled(lease)).isInstanceOf(LeaseLostException.class);
        secrets.deleteSecret(new DeleteSecretRequest(NAME).forceDeleteWithoutRecovery(true));
        assertThatThrownBy(() -> queue.requireUncancelled(next)).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void resume_nothingToGoOnWith_isRefused() {
        RotationLease lease = started();
        new ScriptedRotator(queue, "two").run(lease);

        assertThatThrownBy(() -> queue.resume(NAME)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> queue.resume("no/such")).isInstanceOf(ResourceNotFoundException.class);
        secrets.createSecret("app/never", "one");
        assertThatThrownBy(() -> queue.resume("app/never")).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void resume_secretScheduledForDeletion_isRefused() {
        started();
        secrets.deleteSecret(new DeleteSecretRequest(NAME).recoveryWindowInDays(7));

        assertThatThrownBy(() -> queue.resume(NAME)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void claim_unwanted_isPassedOverAndLeftAsItIs() {
        for (String name : List.of("busy/a", "free/b", "busy/c", "free/d")) {
            secrets.createSecret(name, "one");
            secrets.rotateSecret(new RotateSecretRequest(name).rotationLambdaArn("rotator"));
        }
        var busy = fixture.record("busy/a");

        List<RotationLease> leases = queue.claim("node", LEASE, 10, name -> name.startsWith("free"));

        assertThat(leases).extracting(RotationLease::secretName).containsExactlyInAnyOrder("free/b", "free/d");
        assertThat(fixture.record("busy/a")).isEqualTo(busy);
        assertThat(claim()).extracting(RotationLease::secretName).containsExactlyInAnyOrder("busy/a", "busy/c");
    }

    @Test
    void complete_whatExpiresBeforeTheSchedule_isDueThen() {
        RotationLease lease = started();
        new ScriptedRotator(queue, "two").run(lease, 4);
        Instant expiry = fixture.clock.instant().plus(Duration.ofHours(1));

        queue.complete(lease, expiry);

        assertThat(secrets.describeSecret(NAME).nextRotationDate()).contains(expiry);
        fixture.clock.set(expiry.minusMillis(1));
        assertThat(claim()).isEmpty();
        fixture.clock.set(expiry);
        assertThat(claim()).hasSize(1);
    }

    @Test
    void complete_whatIsExpiredAlready_isNotDueInTheSameMoment() {
        RotationLease lease = started();
        new ScriptedRotator(queue, "two").run(lease, 4);

        queue.complete(lease, fixture.clock.instant().minusSeconds(60));

        assertThat(claim()).isEmpty();
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(claim()).hasSize(1);
    }

    @Test
    void complete_whatExpiresAfterTheSchedule_keepsTheSchedule() {
        RotationLease lease = started();
        new ScriptedRotator(queue, "two").run(lease, 4);

        queue.complete(lease, fixture.clock.instant().plus(Duration.ofDays(300)));

        assertThat(secrets.describeSecret(NAME).nextRotationDate()).contains(Instant.parse("2026-03-05T23:59:59Z"));
    }

    @Test
    void complete_whatExpiresWithoutASchedule_isDueThen() {
        secrets.createSecret(NAME, "one");
        secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn("rotator"));
        RotationLease lease = claim().get(0);
        new ScriptedRotator(queue, "two").run(lease, 4);

        queue.complete(lease, fixture.clock.instant().plus(Duration.ofHours(1)));

        fixture.clock.advance(Duration.ofHours(1));
        assertThat(claim()).hasSize(1);
    }
}
