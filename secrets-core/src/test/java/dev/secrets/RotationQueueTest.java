package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.secrets.ScriptedRotator.Call;
import dev.secrets.ScriptedRotator.Done;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretValue;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.model.ValidationException;
import dev.secrets.store.FoundSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What workers do with rotations that RotateSecret asked for (sections 13.2 to 13.5). */
final class RotationQueueTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final RotateSecretRequest REQUEST =
            new RotateSecretRequest("app/db").rotationLambdaArn("rotator").rotationRules(RotationRules.afterDays(30));

    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;
    private final RotationQueue queue = secrets.rotationQueue();
    private String arn = "";
    private String first = "";

    @BeforeEach
    void create() {
        arn = secrets.createSecret("app/db", "one").arn();
        first = secrets.getSecretValue("app/db").versionId();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    // One rotation from beginning to end

    @Test
    @Tag("ROT-05")
    void steps_runInOrderWithFullArnAndOneToken() {
        String pending = rotate();
        ScriptedRotator rotator = new ScriptedRotator(queue, "two");

        rotator.run(claim());

        assertThat(rotator.done())
                .isEqualTo(Stream.of(Call.values())
                        .map(call -> new Done(call, arn, pending))
                        .toList());
    }

    @Test
    @Tag("ROT-06")
    void steps_seeRotationEnabledAndTheTokenPending() {
        String pending = rotate();
        List<DescribeSecretResponse> seen = new ArrayList<>();
        ScriptedRotator rotator = new ScriptedRotator(queue, "two");
        Stream.of(Call.CREATE, Call.SET, Call.TEST, Call.FINISH)
                .forEach(call -> rotator.before(call, () -> seen.add(secrets.describeSecret("app/db"))));

        rotator.run(claim());

        assertThat(seen).hasSize(4).allSatisfy(described -> {
            assertThat(described.rotationEnabled()).contains(true);
            assertThat(described.versionIdsToStages().orElseThrow()).containsEntry(pending, List.of("AWSPENDING"));
        });
    }

    @Test
    @Tag("ROT-08")
    @Tag("ROT-09")
    void labels_throughOneRotation_areAsRecorded() {
        String pending = rotate();
        RotationLease lease = claim();
        assertThat(labels()).isEqualTo(Map.of(first, List.of("AWSCURRENT"), pending, List.of("AWSPENDING")));

        queue.putPendingValue(lease, SecretValue.ofString("two"));
        assertThat(labels()).isEqualTo(Map.of(first, List.of("AWSCURRENT"), pending, List.of("AWSPENDING")));

        queue.finish(lease);
        assertThat(labels())
                .isEqualTo(Map.of(first, List.of("AWSPREVIOUS"), pending, List.of("AWSCURRENT", "AWSPENDING")));

        queue.complete(lease);
        assertThat(labels()).isEqualTo(Map.of(first, List.of("AWSPREVIOUS"), pending, List.of("AWSCURRENT")));
        assertThat(secrets.getSecretValue("app/db").secretString()).contains("two");
    }

    @Test
    @Tag("ROT-09")
    void pendingRemovedByTheFunctionItself_isASuccessToo() {
        String pending = rotate();
        ScriptedRotator rotator = new ScriptedRotator(queue, "two")
                .before(
                        Call.COMPLETE,
                        () -> secrets.updateSecretVersionStage(
                                new UpdateSecretVersionStageRequest("app/db", "AWSPENDING")
                                        .removeFromVersionId(pending)));

        rotator.run(claim());

        assertThat(labels()).isEqualTo(Map.of(first, List.of("AWSPREVIOUS"), pending, List.of("AWSCURRENT")));
        assertThat(secrets.describeSecret("app/db").lastRotatedDate()).isPresent();
    }

    /** What somebody stages while a rotation ends is not the rotation's to remove. */
    @Test
    @Tag("ROT-09")
    void pendingPutOnAnotherVersionMeanwhile_staysThere() {
        String pending = rotate();
        RotationLease lease = claim();
        new ScriptedRotator(queue, "two").run(lease, Call.COMPLETE.ordinal());
        String staged = secrets.putSecretValue(new PutSecretValueRequest("app/db")
                        .secretString("three")
                        .versionStages("AWSPENDING"))
                .versionId();

        queue.complete(lease);

        assertThat(labels())
                .isEqualTo(Map.of(
                        first, List.of("AWSPREVIOUS"), pending, List.of("AWSCURRENT"), staged, List.of("AWSPENDING")));
    }

    @Test
    @Tag("ROT-10")
    void success_setsTheDates() {
        rotate();
        RotationLease lease = claim();
        assertThat(secrets.describeSecret("app/db").lastRotatedDate()).isEmpty();
        fixture.clock.advance(Duration.ofMinutes(2));

        new ScriptedRotator(queue, "two").run(lease);

        DescribeSecretResponse described = secrets.describeSecret("app/db");
        assertThat(described.lastRotatedDate()).contains(fixture.clock.instant());
        assertThat(described.nextRotationDate()).contains(Instant.parse("2026-03-05T23:59:59Z"));
    }

    @Test
    @Tag("ROT-12")
    void secondRotation_deprecatesTheFirstVersion() {
        String second = rotate();
        new ScriptedRotator(queue, "two").run(claim());
        String third = rotate();
        new ScriptedRotator(queue, "three").run(claim());

        assertThat(labels()).isEqualTo(Map.of(second, List.of("AWSPREVIOUS"), third, List.of("AWSCURRENT")));
        assertThat(secrets.getSecretValue(new GetSecretValueRequest("app/db").versionId(first))
                        .secretString())
                .contains("one");
    }

    @Test
    @Tag("ROT-13")
    void reading_throughTheQueue_isARead() {
        secrets.createSecret("unread", "one");
        secrets.rotateSecret(new RotateSecretRequest("unread").rotationLambdaArn("rotator"));
        RotationLease lease = claim();

        assertThat(queue.value(lease, "AWSCURRENT").orElseThrow().revealString())
                .isEqualTo("one");

        assertThat(secrets.describeSecret("unread").lastAccessedDate()).contains(Instant.parse("2026-02-03T00:00:00Z"));
    }

    @Test
    void reading_whatIsNotThere_isEmpty() {
        rotate();
        RotationLease lease = claim();

        assertThat(queue.value(lease, "AWSPREVIOUS")).isEmpty();
        assertThat(queue.pendingValue(lease)).isEmpty();
    }

    @Test
    void lease_tellsWhatTheWorkerNeeds() {
        String pending = rotate();

        RotationLease lease = claim();

        assertThat(lease.owner()).isEqualTo("node");
        assertThat(lease.until()).isEqualTo(fixture.clock.instant().plus(LEASE));
        assertThat(lease.secretArn()).isEqualTo(arn);
        assertThat(lease.secretName()).isEqualTo("app/db");
        assertThat(lease.versionId()).isEqualTo(pending);
        assertThat(lease.testOnly()).isFalse();
        assertThat(lease.failures()).isZero();
        assertThat(lease.rotationLambdaArn()).contains("rotator");
    }

    // Values are written once, steps may be repeated

    @Test
    @Tag("ROT-15")
    void pendingValue_writtenAgain_mustBeTheSame() {
        rotate();
        RotationLease lease = claim();
        queue.putPendingValue(lease, SecretValue.ofString("two"));
        queue.putPendingValue(lease, SecretValue.ofString("two"));

        assertThatThrownBy(() -> queue.putPendingValue(lease, SecretValue.ofString("other")))
                .isInstanceOf(ResourceExistsException.class);
        assertThatThrownBy(() -> queue.putPendingValue(lease, SecretValue.copyOf("two".getBytes())))
                .isInstanceOf(ResourceExistsException.class);
        assertThat(queue.pendingValue(lease).orElseThrow().revealString()).isEqualTo("two");
    }

    @Test
    @Tag("VALID-08")
    void pendingValue_outsideTheLimitsOfPutSecretValue_isRefusedAlike() {
        rotate();
        RotationLease lease = claim();
        List<SecretValue> refused = List.of(
                SecretValue.ofString(""),
                SecretValue.ofString("\u00e4".repeat(32_768) + "a"),
                SecretValue.copyOf(new byte[0]),
                SecretValue.copyOf(new byte[65_537]));

        for (SecretValue value : refused) {
            Throwable put = catchThrowable(
                    () -> secrets.putSecretValue(new PutSecretValueRequest("app/db").secretValue(value)));
            assertThatThrownBy(() -> queue.putPendingValue(lease, value))
                    .isInstanceOf(ValidationException.class)
                    .hasMessage(put.getMessage());
        }
        assertThat(queue.pendingValue(lease)).isEmpty();
        queue.putPendingValue(lease, SecretValue.copyOf(new byte[65_536]));
    }

    @Test
    @Tag("ROT-29")
    void finish_again_changesNothing() {
        rotate();
        RotationLease lease = claim();
        queue.putPendingValue(lease, SecretValue.ofString("two"));
        queue.finish(lease);
        FoundSecret before = fixture.store.find("app/db").orElseThrow();

        queue.finish(lease);

        assertThat(fixture.store.find("app/db")).contains(before);
    }

    @Test
    void finish_withoutValue_isRefused() {
        rotate();
        RotationLease lease = claim();

        assertThatThrownBy(() -> queue.finish(lease)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> queue.complete(lease)).isInstanceOf(InvalidRequestException.class);
        assertThat(labels()).containsEntry(first, List.of("AWSCURRENT"));
    }

    @Test
    void complete_beforeFinish_isRefused() {
        rotate();
        RotationLease lease = claim();
        queue.putPendingValue(lease, SecretValue.ofString("two"));

        assertThatThrownBy(() -> queue.complete(lease)).isInstanceOf(InvalidRequestException.class);
        assertThat(secrets.describeSecret("app/db").lastRotatedDate()).isEmpty();
    }

    // Failures

    @Test
    @Tag("ROT-14")
    void failure_atAnyStep_keepsCurrentAndPending() {
        for (Call call : List.of(Call.CREATE, Call.SET, Call.TEST, Call.FINISH)) {
            String name = "app/" + call;
            String current = secrets.createSecret(name, "one").versionId().orElseThrow();
            String pending = secrets.rotateSecret(new RotateSecretRequest(name).rotationLambdaArn("rotator"))
                    .versionId()
                    .orElseThrow();

            new ScriptedRotator(queue, "two").failingAt(call).attempt(claim(), Optional.empty());

            DescribeSecretResponse described = secrets.describeSecret(name);
            assertThat(described.versionIdsToStages())
                    .contains(Map.of(current, List.of("AWSCURRENT"), pending, List.of("AWSPENDING")));
            assertThat(described.lastRotatedDate()).isEmpty();
            assertThat(secrets.getSecretValue(name).secretString()).contains("one");
        }
    }

    @Test
    @Tag("ROT-15")
    void failure_retried_startsAnewWithTheSameTokenAndValue() {
        String pending = rotate();
        Instant retryAt = fixture.clock.instant().plusSeconds(60);
        new ScriptedRotator(queue, "two").failingAt(Call.TEST).attempt(claim(), Optional.of(retryAt));
        assertThat(claimAll()).isEmpty();
        fixture.clock.set(retryAt);

        ScriptedRotator second = new ScriptedRotator(queue, "three");
        RotationLease retry = claim();
        assertThat(retry.versionId()).isEqualTo(pending);
        assertThat(retry.failures()).isEqualTo(1);
        second.run(retry);

        assertThat(second.calls()).containsExactly(Call.values());
        assertThat(labels()).isEqualTo(Map.of(first, List.of("AWSPREVIOUS"), pending, List.of("AWSCURRENT")));
        assertThat(secrets.getSecretValue("app/db").secretString()).contains("two");
    }

    @Test
    void failure_withoutRetry_waitsForTheNextWindow() {
        rotate();
        Instant before = secrets.describeSecret("app/db").nextRotationDate().orElseThrow();

        new ScriptedRotator(queue, "two").failingAt(Call.SET).attempt(claim(), Optional.empty());

        assertThat(secrets.describeSecret("app/db").nextRotationDate()).contains(before);
        assertThat(claimAll()).isEmpty();
        fixture.clock.set(before);
        assertThat(claim().failures()).isEqualTo(1);
    }

    /** The schedule of an overdue secret has a window on each day; the one in which the rotation failed is not the next. */
    @Test
    void failure_ofAnOverdueRotation_isNotTriedAgainAtOnce() {
        rotate();
        new ScriptedRotator(queue, "two").run(claim());
        fixture.clock.set(Instant.parse("2026-04-01T23:00:00Z"));
        for (int failures = 1; failures < 4; failures++) {
            new ScriptedRotator(queue, "three").failingAt(Call.CREATE).attempt(claim(), Optional.empty());
            assertThat(claimAll()).isEmpty();
            fixture.clock.advance(Duration.ofDays(1));
        }
        assertThat(secrets.describeSecret("app/db").nextRotationDate()).contains(Instant.parse("2026-03-05T23:59:59Z"));
    }

    @Test
    void failure_withoutScheduleAndRetry_waitsForACaller() {
        secrets.createSecret("unscheduled", "one");
        String pending = secrets.rotateSecret(new RotateSecretRequest("unscheduled").rotationLambdaArn("rotator"))
                .versionId()
                .orElseThrow();
        new ScriptedRotator(queue, "two").failingAt(Call.SET).attempt(claim(), Optional.empty());

        fixture.clock.advance(Duration.ofDays(3650));
        assertThat(claimAll()).isEmpty();

        secrets.updateSecretVersionStage(
                new UpdateSecretVersionStageRequest("unscheduled", "AWSPENDING").removeFromVersionId(pending));
        secrets.rotateSecret("unscheduled");
        assertThat(claimAll()).hasSize(1);
    }

    // Probes

    @Test
    @Tag("ROT-20")
    @Tag("ROT-22")
    void probe_runsTheTestAloneAndLeavesNothing() {
        String probe = secrets.rotateSecret(REQUEST.rotateImmediately(false))
                .versionId()
                .orElseThrow();
        ScriptedRotator rotator = new ScriptedRotator(queue, "two");

        rotator.run(claim());

        assertThat(rotator.calls()).containsExactly(Call.TEST, Call.COMPLETE);
        assertThat(labels()).isEqualTo(Map.of(first, List.of("AWSCURRENT")));
        assertThatThrownBy(() -> secrets.getSecretValue(new GetSecretValueRequest("app/db").versionId(probe)))
                .hasMessageContaining("VersionId: " + probe);
        String uid = fixture.store.find("app/db").orElseThrow().secret().secretUid();
        assertThat(fixture.store.values("app/db", uid)).hasSize(1);
        assertThat(secrets.describeSecret("app/db").lastRotatedDate()).isEmpty();
    }

    @Test
    @Tag("ROT-23")
    void probe_failed_leavesTheConfiguration() {
        secrets.rotateSecret(REQUEST.rotateImmediately(false));

        new ScriptedRotator(queue, "two")
                .failingAt(Call.TEST)
                .attempt(claim(), Optional.of(fixture.clock.instant().plusSeconds(1)));

        DescribeSecretResponse described = secrets.describeSecret("app/db");
        assertThat(described.rotationEnabled()).contains(true);
        assertThat(described.rotationRules()).contains(RotationRules.afterDays(30));
        assertThat(described.nextRotationDate()).contains(Instant.parse("2026-03-05T23:59:59Z"));
        assertThat(labels()).isEqualTo(Map.of(first, List.of("AWSCURRENT")));
        fixture.clock.advance(Duration.ofDays(1));
        assertThat(claimAll()).isEmpty();
    }

    @Test
    @Tag("ROT-22")
    void probe_leaseIsNoRotation_soItCannotFinish() {
        secrets.rotateSecret(REQUEST.rotateImmediately(false));
        RotationLease lease = claim();

        assertThatThrownBy(() -> queue.finish(lease)).isInstanceOf(InvalidRequestException.class);

        assertThat(labels()).containsEntry(first, List.of("AWSCURRENT"));
    }

    @Test
    @Tag("ROT-22")
    void probe_versionMadeCurrentByHand_isKept() {
        String probe = secrets.rotateSecret(REQUEST.rotateImmediately(false))
                .versionId()
                .orElseThrow();
        RotationLease lease = claim();
        secrets.updateSecretVersionStage(new UpdateSecretVersionStageRequest("app/db", "AWSCURRENT")
                .moveToVersionId(probe)
                .removeFromVersionId(first));

        queue.complete(lease);

        assertThat(labels()).isEqualTo(Map.of(first, List.of("AWSPREVIOUS"), probe, List.of("AWSCURRENT")));
        assertThat(secrets.getSecretValue("app/db").secretString()).contains("one");
    }

    @Test
    @Tag("ROT-22")
    void probe_newValueMeanwhile_leavesNoCopyOfTheOldOne() {
        String probe = secrets.rotateSecret(REQUEST.rotateImmediately(false))
                .versionId()
                .orElseThrow();
        RotationLease lease = claim();
        secrets.putSecretValue("app/db", "two");

        assertThatThrownBy(() -> queue.complete(lease)).isInstanceOf(LeaseLostException.class);

        assertThatThrownBy(() -> secrets.getSecretValue(new GetSecretValueRequest("app/db").versionId(probe)))
                .hasMessageContaining("VersionId: " + probe);
        assertThat(labels().get(first)).containsExactly("AWSPREVIOUS");
    }

    // Leases

    @Test
    @Tag("ROT-30")
    void lease_held_isNobodyElses() {
        rotate();
        claim();

        assertThat(queue.claim("other", LEASE, 10)).isEmpty();
        fixture.clock.advance(LEASE.minusMillis(1));
        assertThat(queue.claim("other", LEASE, 10)).isEmpty();
    }

    @Test
    @Tag("ROT-30")
    void lease_runOut_isTheNextWorkersAndTheOldOneIsFencedOff() {
        String pending = rotate();
        RotationLease old = claim();
        fixture.clock.advance(LEASE);
        RotationLease fresh = queue.claim("other", LEASE, 10).get(0);

        assertThat(fresh.versionId()).isEqualTo(pending);
        assertThat(fresh.epoch()).isGreaterThan(old.epoch());
        assertFencedOff(old);
        new ScriptedRotator(queue, "two").run(fresh);
        assertFencedOff(old);
        assertFencedOff(fresh);
    }

    @Test
    @Tag("ROT-30")
    void lease_runOutButNotTaken_isLostAllTheSame() {
        rotate();
        RotationLease lease = claim();
        fixture.clock.advance(LEASE);

        assertFencedOff(lease);
    }

    @Test
    void lease_renewed_holdsOn() {
        rotate();
        RotationLease lease = claim();
        fixture.clock.advance(LEASE.minusMillis(1));

        RotationLease renewed = queue.renew(lease, LEASE);

        assertThat(renewed.until()).isEqualTo(fixture.clock.instant().plus(LEASE));
        fixture.clock.advance(LEASE.minusMillis(1));
        assertThat(queue.claim("other", LEASE, 10)).isEmpty();
        new ScriptedRotator(queue, "two").run(lease);
    }

    @Test
    void lease_released_isFreeAtOnce() {
        String pending = rotate();
        RotationLease lease = claim();
        queue.putPendingValue(lease, SecretValue.ofString("two"));

        queue.release(lease);

        assertFencedOff(lease);
        RotationLease next = queue.claim("other", LEASE, 10).get(0);
        assertThat(next.versionId()).isEqualTo(pending);
        assertThat(next.failures()).isZero();
        assertThat(queue.pendingValue(next).orElseThrow().revealString()).isEqualTo("two");
    }

    @Test
    @Tag("ROT-18")
    void lease_newValueAtAnyStep_isLostAndTheValueStands() {
        for (Call call : Call.values()) {
            String name = "app/" + call;
            secrets.createSecret(name, "one");
            secrets.rotateSecret(new RotateSecretRequest(name).rotationLambdaArn("rotator"));
            RotationLease lease = claim();
            ScriptedRotator rotator =
                    new ScriptedRotator(queue, "two").before(call, () -> secrets.putSecretValue(name, "by hand"));

            assertThatThrownBy(() -> rotator.run(lease)).as(call.toString()).isInstanceOfAny(LeaseLostException.class);

            assertFencedOff(lease);
            assertThat(secrets.getSecretValue(name).secretString()).contains("by hand");
            assertThat(secrets.describeSecret(name)
                            .versionIdsToStages()
                            .orElseThrow()
                            .values())
                    .noneMatch(labels -> labels.contains("AWSPENDING"));
        }
    }

    @Test
    @Tag("DEL-11")
    void lease_secretScheduledMeanwhile_doesNothingMore() {
        for (Call call : List.of(Call.CREATE, Call.FINISH, Call.COMPLETE)) {
            String name = "app/" + call;
            secrets.createSecret(name, "one");
            secrets.rotateSecret(new RotateSecretRequest(name).rotationLambdaArn("rotator"));
            RotationLease lease = claim();
            new ScriptedRotator(queue, "two").run(lease, call.ordinal());
            secrets.deleteSecret(name);
            Map<String, List<String>> labels =
                    secrets.describeSecret(name).versionIdsToStages().orElseThrow();

            Stream.<ThrowingCallable>of(
                            () -> queue.putPendingValue(lease, SecretValue.ofString("two")),
                            () -> queue.finish(lease),
                            () -> queue.complete(lease))
                    .forEach(effect -> assertThatThrownBy(effect)
                            .isInstanceOfAny(InvalidRequestException.class, LeaseLostException.class));

            assertThat(secrets.describeSecret(name).versionIdsToStages()).contains(labels);
            fixture.clock.advance(LEASE);
            assertThat(claimAll()).isEmpty();
        }
    }

    @Test
    void lease_secretDeletedAndCreatedAgain_isLost() {
        rotate();
        RotationLease lease = claim();
        secrets.deleteSecret(new DeleteSecretRequest("app/db").forceDeleteWithoutRecovery(true));
        secrets.createSecret("app/db", "another");
        secrets.rotateSecret(REQUEST);
        claim();

        Stream.<ThrowingCallable>of(
                        () -> queue.renew(lease, LEASE),
                        () -> queue.complete(lease),
                        () -> queue.fail(lease, "reason", Optional.empty()))
                .forEach(effect -> assertThatThrownBy(effect).isInstanceOf(LeaseLostException.class));
        assertThatThrownBy(() -> queue.putPendingValue(lease, SecretValue.ofString("two")))
                .isInstanceOf(RuntimeException.class);
        assertThat(secrets.getSecretValue("app/db").secretString()).contains("another");
    }

    /** A worker may die between any two of its calls: the next one ends up with the same version and the same value. */
    @Test
    @Tag("ROT-32")
    void death_betweenAnyTwoCalls_isMadeGoodByTheNextWorker() {
        for (int calls = 0; calls < Call.values().length; calls++) {
            String name = "app/" + calls;
            String current = secrets.createSecret(name, "one").versionId().orElseThrow();
            String pending = secrets.rotateSecret(new RotateSecretRequest(name).rotationLambdaArn("rotator"))
                    .versionId()
                    .orElseThrow();
            new ScriptedRotator(queue, "two").run(claim(), calls);
            fixture.clock.advance(LEASE);

            try (EmbeddedSecretsManager restarted = fixture.with(fixture.options)) {
                RotationQueue other = restarted.rotationQueue();
                ScriptedRotator second = new ScriptedRotator(other, "three");
                second.run(other.claim("other", LEASE, 10).get(0));
                assertThat(second.calls()).containsExactly(Call.values());
            }

            assertThat(secrets.describeSecret(name).versionIdsToStages())
                    .contains(Map.of(current, List.of("AWSPREVIOUS"), pending, List.of("AWSCURRENT")));
            assertThat(secrets.getSecretValue(name).secretString()).contains(calls == 0 ? "three" : "two");
            assertThat(claimAll()).isEmpty();
        }
    }

    private void assertFencedOff(RotationLease lease) {
        Stream.<ThrowingCallable>of(
                        () -> queue.renew(lease, LEASE),
                        () -> queue.putPendingValue(lease, SecretValue.ofString("late")),
                        () -> queue.finish(lease),
                        () -> queue.complete(lease),
                        () -> queue.fail(lease, "reason", Optional.empty()))
                .forEach(effect -> assertThatThrownBy(effect).isInstanceOf(LeaseLostException.class));
    }

    private String rotate() {
        return secrets.rotateSecret(REQUEST).versionId().orElseThrow();
    }

    private RotationLease claim() {
        return claimAll().get(0);
    }

    private List<RotationLease> claimAll() {
        return queue.claim("node", LEASE, 10);
    }

    private Map<String, List<String>> labels() {
        return secrets.describeSecret("app/db").versionIdsToStages().orElseThrow();
    }
}
