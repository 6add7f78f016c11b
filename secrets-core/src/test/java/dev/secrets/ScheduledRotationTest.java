package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.RotationRules;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rotations that the schedule asks for (sections 14 and 15). The clock begins on 2026-02-03 at 10:15:30.123 UTC. */
final class ScheduledRotationTest {
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;
    private final RotationQueue queue = secrets.rotationQueue();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("SCHED-23")
    void days_nextDate_isTheEndOfTheDayThatManyDaysOn() {
        configure(RotationRules.afterDays(30));

        assertThat(next()).isEqualTo("2026-03-05T23:59:59Z");
        assertThat(describe().rotationRules()).contains(RotationRules.afterDays(30));
    }

    /** Our choice for the Duration: the window opens at 00:00. */
    @Test
    @Tag("SCHED-23")
    void days_nextDateWithDuration_isTheEndOfTheWindow() {
        configure(RotationRules.afterDays(30).duration("3h"));

        assertThat(next()).isEqualTo("2026-03-05T02:59:59Z");
        assertThat(describe().rotationRules())
                .contains(RotationRules.afterDays(30).duration("3h"));
    }

    @Test
    @Tag("SCHED-24")
    void days_valueChangedByHand_movesTheBase() {
        configure(RotationRules.afterDays(30));
        fixture.clock.advance(Duration.ofDays(10));

        secrets.putSecretValue("app/db", "two");
        assertThat(next()).isEqualTo("2026-03-15T23:59:59Z");

        fixture.clock.advance(Duration.ofDays(1));
        secrets.updateSecret(new UpdateSecretRequest("app/db").secretString("three"));
        assertThat(next()).isEqualTo("2026-03-16T23:59:59Z");
    }

    @Test
    @Tag("SCHED-24")
    void days_otherChanges_leaveTheBase() {
        configure(RotationRules.afterDays(30));
        fixture.clock.advance(Duration.ofDays(10));

        secrets.updateSecret(new UpdateSecretRequest("app/db").description("changed"));
        secrets.putSecretValue(
                new PutSecretValueRequest("app/db").secretString("two").versionStages("CANARY"));

        assertThat(next()).isEqualTo("2026-03-05T23:59:59Z");
    }

    @Test
    @Tag("SCHED-24")
    void days_firstValue_movesTheBase() {
        secrets.createSecret(new CreateSecretRequest("app/db"));
        secrets.rotateSecret(request(RotationRules.afterDays(30)));
        fixture.clock.advance(Duration.ofDays(10));

        secrets.putSecretValue("app/db", "one");

        assertThat(next()).isEqualTo("2026-03-15T23:59:59Z");
    }

    /** Cron expressions ignore history: a value that is written while the window is open does not move the rotation. */
    @Test
    @Tag("SCHED-24")
    void cron_valueChangedInTheWindow_doesNotSkipTheRotation() {
        configure(RotationRules.schedule("cron(0 12 * * ? *)"));
        assertThat(next()).isEqualTo("2026-02-03T23:59:59Z");
        fixture.clock.set(Instant.parse("2026-02-03T12:00:00Z"));

        secrets.putSecretValue("app/db", "two");

        assertThat(next()).isEqualTo("2026-02-03T23:59:59Z");
        fixture.clock.set(Instant.parse("2026-02-03T23:59:59Z"));
        assertThat(claim()).hasSize(1);
    }

    @Test
    @Tag("SCHED-25")
    void expression_isDescribedWithTheDaysThatItMeans() {
        Map<String, Long> days = Map.of(
                "rate(10 days)", 10L, "cron(0 16 1,15 * ? *)", 14L, "cron(0 10 * * ? *)", 1L, "rate(4 hours)", 1L);
        secrets.createSecret("app/db", "one");

        days.forEach((expression, meant) -> {
            secrets.rotateSecret(request(RotationRules.schedule(expression)));
            rotateThrough();
            assertThat(describe().rotationRules())
                    .contains(RotationRules.schedule(expression).automaticallyAfterDays(meant));
        });
    }

    /** What the service adds to an answer is not what the caller has set: it must not stand in the way of the next rule. */
    @Test
    @Tag("SCHED-25")
    void expression_rotatedAgainWithoutRules_isStillAccepted() {
        configure(RotationRules.schedule("rate(10 days)"));

        secrets.rotateSecret("app/db");
        rotateThrough();

        assertThat(next()).isEqualTo("2026-02-13T23:59:59Z");
    }

    @Test
    @Tag("SCHED-26")
    void nextDate_liesInThePastOnlyAfterFailures() {
        configure(RotationRules.afterDays(3));
        fixture.clock.set(Instant.parse("2026-02-06T23:00:00Z"));
        queue.fail(claim().get(0), "the database is away", Optional.empty());
        fixture.clock.set(Instant.parse("2026-02-08T23:00:00Z"));
        assertThat(next()).isEqualTo("2026-02-06T23:59:59Z");

        rotateThrough();

        assertThat(next()).isEqualTo("2026-02-11T23:59:59Z");
    }

    @Test
    @Tag("SCHED-27")
    void rotation_ofAnySecret_isDueWithinTheWindowOnly() {
        for (int i = 0; i < 50; i++) {
            secrets.createSecret("s" + i, "one");
            secrets.rotateSecret(new RotateSecretRequest("s" + i)
                    .rotationLambdaArn("rotator")
                    .rotationRules(RotationRules.schedule("cron(0 16 * * ? *)").duration("2h"))
                    .rotateImmediately(false));
        }
        rotateThrough();
        fixture.clock.set(Instant.parse("2026-02-03T16:00:00Z").minusMillis(1));
        assertThat(claim()).isEmpty();

        fixture.clock.set(Instant.parse("2026-02-03T16:45:00Z"));
        int early = claim().size();
        fixture.clock.set(Instant.parse("2026-02-03T17:59:59Z"));
        int late = queue.claim("node", Duration.ofDays(1), 100).size() - early;

        assertThat(early).isBetween(5, 45);
        assertThat(early + late).isEqualTo(50);
    }

    @Test
    @Tag("SCHED-27")
    @Tag("ROT-04")
    void rotation_claimed_hasItsPendingVersion() {
        String current = configure(RotationRules.afterDays(3));
        fixture.clock.advance(Duration.ofDays(4));

        RotationLease lease = claim().get(0);

        assertThat(lease.testOnly()).isFalse();
        assertThat(describe().versionIdsToStages())
                .contains(Map.of(current, List.of("AWSCURRENT"), lease.versionId(), List.of("AWSPENDING")));
        assertThat(queue.pendingValue(lease)).isEmpty();
    }

    @Test
    @Tag("SCHED-28")
    void dates_leapDayAndYearEnd_areCountedRight() {
        fixture.clock.set(Instant.parse("2028-01-30T22:00:00Z"));
        configure(RotationRules.afterDays(30));
        assertThat(next()).isEqualTo("2028-02-29T23:59:59Z");

        fixture.clock.set(Instant.parse("2028-12-31T23:59:59Z"));
        secrets.putSecretValue("app/db", "two");
        assertThat(next()).isEqualTo("2029-01-30T23:59:59Z");
    }

    @Test
    @Tag("SCHED-29")
    void outage_overManyWindows_isMadeGoodByOneRotation() {
        for (RotationRules rules : List.of(
                RotationRules.afterDays(3),
                RotationRules.schedule("rate(4 hours)"),
                RotationRules.schedule("cron(0 10 * * ? *)"))) {
            String name = "app/" + rules.hashCode();
            secrets.createSecret(name, "one");
            secrets.rotateSecret(new RotateSecretRequest(name)
                    .rotationLambdaArn("rotator")
                    .rotationRules(rules)
                    .rotateImmediately(false));
            rotateThrough();
            fixture.clock.advance(Duration.ofDays(45));

            List<RotationLease> due = claim();
            assertThat(due).extracting(RotationLease::secretName).containsOnlyOnce(name);
            due.forEach(new ScriptedRotator(queue, "two")::run);

            assertThat(claim()).isEmpty();
            assertThat(secrets.describeSecret(name).nextRotationDate().orElseThrow())
                    .isAfter(fixture.clock.instant());
            secrets.cancelRotateSecret(new CancelRotateSecretRequest(name));
        }
    }

    /** A version that somebody has staged is the one that the rotation goes on with: it would be lost otherwise. */
    @Test
    @Tag("ROT-15")
    void rotation_valueStagedByHand_isTheOneToBePutToUse() {
        configure(RotationRules.afterDays(3));
        String staged = secrets.putSecretValue(new PutSecretValueRequest("app/db")
                        .secretString("staged")
                        .versionStages("AWSPENDING"))
                .versionId();
        fixture.clock.advance(Duration.ofDays(4));

        RotationLease lease = claim().get(0);

        assertThat(lease.versionId()).isEqualTo(staged);
        new ScriptedRotator(queue, "other").run(lease);
        assertThat(secrets.getSecretValue("app/db").secretString()).contains("staged");
    }

    /** A rotation that was abandoned can leave a version without a value behind; staged again, it gets one. */
    @Test
    @Tag("ROT-15")
    void rotation_versionWithoutValueStagedByHand_isTheOneToBeFilled() {
        configure(RotationRules.afterDays(3));
        String valueless = secrets.rotateSecret("app/db").versionId().orElseThrow();
        secrets.updateSecretVersionStage(stage("KEPT").moveToVersionId(valueless));
        secrets.updateSecretVersionStage(stage("AWSPENDING").removeFromVersionId(valueless));
        secrets.updateSecretVersionStage(stage("AWSPENDING").moveToVersionId(valueless));
        fixture.clock.advance(Duration.ofDays(4));

        RotationLease lease = claim().get(0);

        assertThat(lease.versionId()).isEqualTo(valueless);
        new ScriptedRotator(queue, "filled").run(lease);
        assertThat(secrets.getSecretValue("app/db").secretString()).contains("filled");
    }

    @Test
    void rules_changedWithoutRotating_planAnew() {
        configure(RotationRules.afterDays(30));

        secrets.rotateSecret(request(RotationRules.afterDays(5)));
        rotateThrough();

        assertThat(next()).isEqualTo("2026-02-08T23:59:59Z");
    }

    private String configure(RotationRules rules) {
        String current = secrets.createSecret("app/db", "one").versionId().orElseThrow();
        secrets.rotateSecret(request(rules));
        rotateThrough();
        return current;
    }

    /** Configures without rotating: the test of the rotator is all that runs. */
    private static RotateSecretRequest request(RotationRules rules) {
        return new RotateSecretRequest("app/db")
                .rotationLambdaArn("rotator")
                .rotationRules(rules)
                .rotateImmediately(false);
    }

    private static UpdateSecretVersionStageRequest stage(String label) {
        return new UpdateSecretVersionStageRequest("app/db", label);
    }

    private List<RotationLease> claim() {
        return queue.claim("node", LEASE, 100);
    }

    private void rotateThrough() {
        claim().forEach(new ScriptedRotator(queue, "rotated")::run);
    }

    private DescribeSecretResponse describe() {
        return secrets.describeSecret("app/db");
    }

    private String next() {
        return describe().nextRotationDate().orElseThrow().toString();
    }
}
