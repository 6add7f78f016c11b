package dev.secrets.rotation;

import static dev.secrets.rotation.RotationStep.CREATE_SECRET;
import static dev.secrets.rotation.RotationStep.FINISH_SECRET;
import static dev.secrets.rotation.RotationStep.SET_SECRET;
import static dev.secrets.rotation.RotationStep.TEST_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.EmbeddedOptions;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.RotationRules;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.testing.LeakScanner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the scheduler does with due secrets, in the caller's thread on a clock that stands still. */
final class RotationSchedulerTest {
    private static final String NAME = "app/db";
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    @AutoClose
    private final RotationFixture fixture = new RotationFixture();

    private final Accounts accounts = new Accounts();
    private final ScriptedRotator rotator = new ScriptedRotator(accounts);
    private final RotationScheduler scheduler = fixture.scheduler(rotator);

    @Test
    @Tag("ROT-05")
    @Tag("ROT-08")
    @Tag("ROT-09")
    void runDue_rotationAskedFor_runsTheFourStepsWithOneToken() {
        fixture.createDue(NAME, accounts);
        String pending = fixture.versionOf(NAME, "AWSPENDING");

        assertThat(scheduler.runDue()).isEqualTo(1);

        assertThat(rotator.steps()).containsExactly(CREATE_SECRET, SET_SECRET, TEST_SECRET, FINISH_SECRET);
        assertThat(rotator.done).extracting(ScriptedRotator.Done::token).containsOnly(pending);
        assertThat(rotator.done)
                .extracting(ScriptedRotator.Done::secretArn)
                .containsOnly(fixture.describe(NAME).arn());
        assertThat(fixture.stages(NAME)).containsEntry(pending, List.of("AWSCURRENT"));
        assertThat(accounts.accepts(NAME, fixture.value(NAME))).isTrue();
        assertThat(fixture.describe(NAME).lastRotatedDate()).isPresent();
        assertThat(scheduler.runDue()).isZero();
    }

    @Test
    void runDue_askedForByANodeWhoseClockIsAhead_beginsByTheStoresClock() {
        fixture.create(NAME, accounts);
        try (EmbeddedSecretsManager ahead = new EmbeddedSecretsManager(
                fixture.store,
                fixture.keys,
                IdentityPolicies.none(),
                AuditListener.none(),
                EmbeddedOptions.defaults().clock(InstantSource.offset(fixture.clock, Duration.ofHours(1))))) {
            ahead.rotateSecret(new RotateSecretRequest(NAME)
                    .rotationLambdaArn(RotationFixture.ROTATOR)
                    .rotationRules(RotationRules.schedule("rate(4 hours)")));
        }

        assertThat(scheduler.runDue()).isEqualTo(1);
        assertThat(fixture.versionOf(NAME, "AWSCURRENT")).isNotEqualTo(fixture.versionOf(NAME, "AWSPREVIOUS"));
    }

    @Test
    @Tag("ROT-20")
    @Tag("ROT-22")
    void runDue_probe_runsTestSecretAlone() {
        fixture.create(NAME, accounts);
        fixture.schedule(NAME, RotationRules.afterDays(30), scheduler);

        assertThat(rotator.steps()).containsExactly(TEST_SECRET);
        assertThat(fixture.stages(NAME)).hasSize(1);
        assertThat(fixture.events("TestRotationSucceeded")).isEqualTo(1);
    }

    @Test
    @Tag("ROT-23")
    void runDue_probeFailing_leavesTheConfiguration() {
        fixture.create(NAME, accounts);
        accounts.passwords.put(NAME, "changed by hand");

        fixture.schedule(NAME, RotationRules.afterDays(30), scheduler);

        assertThat(fixture.events("TestRotationFailed")).isEqualTo(1);
        assertThat(fixture.describe(NAME).rotationEnabled()).contains(true);
        assertThat(scheduler.runDue()).isZero();
    }

    @Test
    @Tag("ROT-14")
    @Tag("ROT-15")
    void failure_atEachStep_isTriedAgainLaterWithTheSameVersionAndValue() {
        for (RotationStep step : RotationStep.values()) {
            String name = "app/" + step;
            fixture.createDue(name, accounts);
            String pending = fixture.versionOf(name, "AWSPENDING");
            rotator.after(step, context -> {
                throw RotationException.retryable("The target is away");
            });
            scheduler.runDue();
            Optional<String> written =
                    step == CREATE_SECRET ? Optional.of(fixture.value(name, pending)) : Optional.empty();
            assertThat(scheduler.runDue()).as("not before a pause").isZero();

            rotator.asWritten();
            fixture.clock.advance(TWO_HOURS);
            assertThat(scheduler.runDue()).isEqualTo(1);

            assertThat(fixture.versionOf(name, "AWSCURRENT")).isEqualTo(pending);
            written.ifPresent(value -> assertThat(fixture.value(name)).isEqualTo(value));
            assertThat(accounts.accepts(name, fixture.value(name))).isTrue();
            assertThat(accounts.changes.get(name)).isEqualTo(1);
        }
        assertThat(fixture.reasons())
                .containsExactly(
                        "Step createSecret failed: The target is away",
                        "Step setSecret failed: The target is away",
                        "Step testSecret failed: The target is away",
                        "Step finishSecret failed: The target is away");
    }

    @Test
    void failures_passing_areTriedFiveTimesInAWindowWithGrowingPauses() {
        fixture.create(NAME, accounts);
        fixture.schedule(NAME, RotationRules.afterDays(2), scheduler);
        rotator.before(SET_SECRET, context -> {
            throw RotationException.retryable("The target is away");
        });
        List<Instant> tries = new ArrayList<>();
        fixture.clock.set(Instant.parse("2026-02-05T19:00:00Z"));
        for (int minute = 0; minute < 24 * 60; minute++) {
            if (scheduler.runDue() == 1) {
                tries.add(fixture.clock.instant());
            }
            fixture.clock.advance(Duration.ofMinutes(1));
        }

        List<Instant> first = tries.stream()
                .filter(at -> at.isBefore(Instant.parse("2026-02-06T00:00:00Z")))
                .toList();
        assertThat(first).hasSize(5);
        assertThat(Duration.between(first.get(0), first.get(4))).isBetween(Duration.ofMinutes(2), Duration.ofHours(2));
        assertThat(tries).hasSizeGreaterThan(5).hasSizeLessThanOrEqualTo(10);
        assertThat(fixture.describe(NAME).nextRotationDate()).contains(Instant.parse("2026-02-05T23:59:59Z"));
    }

    @Test
    void failure_permanent_waitsForTheNextWindow() {
        fixture.create(NAME, accounts);
        fixture.schedule(NAME, RotationRules.afterDays(2), scheduler);
        accounts.passwords.put(NAME, "changed by hand");
        fixture.clock.set(Instant.parse("2026-02-05T23:00:00Z"));

        assertThat(scheduler.runDue()).isEqualTo(1);
        fixture.clock.set(Instant.parse("2026-02-05T23:59:59Z"));
        assertThat(scheduler.runDue()).isZero();
        fixture.clock.set(Instant.parse("2026-02-06T23:59:59Z"));
        assertThat(scheduler.runDue()).isEqualTo(1);

        assertThat(fixture.reasons()).containsOnly("Step setSecret failed: Neither password is accepted");
    }

    @Test
    @Tag("SCHED-29")
    void outage_overManyWindows_isMadeGoodByOneRotation() {
        fixture.create(NAME, accounts);
        fixture.schedule(NAME, RotationRules.schedule("rate(4 hours)"), scheduler);
        fixture.clock.advance(Duration.ofDays(30));

        assertThat(scheduler.runDue()).isEqualTo(1);

        assertThat(accounts.changes.get(NAME)).isEqualTo(1);
        assertThat(fixture.describe(NAME).nextRotationDate().orElseThrow()).isAfter(fixture.clock.instant());
    }

    @Test
    void rotator_unknownToTheNode_isToldAndTriedAgain() {
        fixture.create(NAME, accounts);
        fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn("elsewhere"));

        scheduler.runDue();
        fixture.clock.advance(TWO_HOURS);
        scheduler.runDue();

        assertThat(fixture.reasons())
                .hasSize(2)
                .containsOnly("Step createSecret failed: This node has no rotator called elsewhere");
    }

    @Test
    @Tag("SEC-01")
    void failure_thatQuotesValues_isToldWithoutThem() {
        String current = LeakScanner.canary();
        fixture.secrets.createSecret(NAME, "{\"password\": \"" + current + "\", \"user\": \"app\"}");
        fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(RotationFixture.ROTATOR));
        rotator.after(CREATE_SECRET, context -> {
            String pending = context.pending().orElseThrow().revealString();
            context.current();
            throw RotationException.retryable("Refused: " + current + ", " + pending);
        });
        scheduler.runDue();
        rotator.asWritten().before(SET_SECRET, context -> {
            throw new IllegalStateException("ALTER ROLE app PASSWORD '" + current + "'");
        });
        fixture.clock.advance(TWO_HOURS);
        scheduler.runDue();

        assertThat(fixture.reasons())
                .containsExactly(
                        "Step createSecret failed: Refused: [redacted], [redacted]",
                        "Step setSecret failed: java.lang.IllegalStateException");
        assertThat(LeakScanner.forCanaries().scan(fixture.trail.toString())).isEmpty();
    }

    @Test
    @Tag("SEC-01")
    void failure_thatQuotesAValueThatJsonEscapes_isToldWithoutIt() {
        fixture.secrets.createSecret(NAME, "{\"password\": \"one\\\"two\\\\u\\u00e4\\/\\n3\"}");
        fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(RotationFixture.ROTATOR));
        rotator.after(CREATE_SECRET, context -> {
            context.current();
            throw RotationException.retryable("Refused: one\"two\\uä/\n3");
        });

        scheduler.runDue();

        assertThat(fixture.reasons()).containsExactly("Step createSecret failed: Refused: [redacted]");
    }

    /** A rotator's endless recursion or huge array is its own failure, and no other secret's. */
    @Test
    void failure_byAnErrorOfTheMachine_isToldAndHoldsUpNothingElse() {
        for (Error error : List.of(new StackOverflowError(), new OutOfMemoryError("Requested array size"))) {
            String name = "app/" + error.getClass().getSimpleName();
            fixture.createDue(name, accounts);
            fixture.createDue(name + "/other", accounts);
            rotator.before(SET_SECRET, context -> {
                if (context.secretName().equals(name)) {
                    throw error;
                }
            });

            assertThat(scheduler.runDue()).isEqualTo(2);

            assertThat(accounts.changes).containsOnlyKeys(name + "/other").containsEntry(name + "/other", 1);
            accounts.changes.clear();
        }
        assertThat(fixture.reasons())
                .containsExactly(
                        "Step setSecret failed: java.lang.StackOverflowError",
                        "Step setSecret failed: java.lang.OutOfMemoryError");
    }

    @Test
    @Tag("ROT-29")
    void crash_beforeTheEndIsNoted_isMadeGoodByTheNextOwner() {
        fixture.createDue(NAME, accounts);
        String pending = fixture.versionOf(NAME, "AWSPENDING");
        rotator.after(FINISH_SECRET, context -> {
            throw new InternalError("as a JVM that dies");
        });
        assertThatThrownBy(scheduler::runDue).isInstanceOf(InternalError.class);
        rotator.asWritten();
        assertThat(scheduler.runDue()).as("while the lease lasts").isZero();

        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(scheduler.runDue()).isEqualTo(1);

        assertThat(fixture.stages(NAME)).containsEntry(pending, List.of("AWSCURRENT"));
        assertThat(accounts.changes.get(NAME)).isEqualTo(1);
    }

    @Test
    @Tag("CANC-08")
    void cancel_inTheMiddle_keepsThePendingValueToBeResumed() {
        fixture.createDue(NAME, accounts);
        String pending = fixture.versionOf(NAME, "AWSPENDING");
        rotator.after(SET_SECRET, context -> cancel());
        List<String> abandoned = new ArrayList<>();
        RotationScheduler watched =
                fixture.scheduler(rotator, RotationOptions.defaults().listener(new RotationListener() {
                    @Override
                    public void abandoned(RotationLease lease) {
                        abandoned.add(lease.versionId());
                    }
                }));

        watched.runDue();

        assertThat(abandoned).containsExactly(pending);
        assertThat(rotator.steps()).as("no step after the cancel").containsExactly(CREATE_SECRET, SET_SECRET);
        assertThat(fixture.stages(NAME)).containsEntry(pending, List.of("AWSPENDING"));
        assertThat(accounts.accepts(NAME, fixture.value(NAME, pending))).isTrue();
        rotator.asWritten();
        assertThat(watched.runDue()).isZero();

        fixture.secrets.rotationQueue().resume(NAME);
        assertThat(watched.runDue()).isEqualTo(1);

        assertThat(fixture.versionOf(NAME, "AWSCURRENT")).isEqualTo(pending);
        assertThat(accounts.accepts(NAME, fixture.value(NAME))).isTrue();
        assertThat(fixture.describe(NAME).rotationEnabled()).contains(true);
    }

    private void cancel() {
        fixture.secrets.cancelRotateSecret(new CancelRotateSecretRequest(NAME));
    }

    @Test
    void pendingValue_ofAnotherHostOrUser_isRefused() {
        String login = "{\"username\":\"%s\",\"password\":\"p\",\"host\":\"%s\",\"port\":5432}";
        List<String> strangers = List.of(login.formatted("admin", "db1"), login.formatted("app", "evil"), "no login");
        for (String stranger : strangers) {
            String name = "app/" + strangers.indexOf(stranger);
            fixture.secrets.createSecret(name, login.formatted("app", "db1"));
            fixture.schedule(name, RotationRules.afterDays(1), scheduler);
            fixture.secrets.putSecretValue(
                    new PutSecretValueRequest(name).secretString(stranger).versionStages("AWSPENDING"));
        }
        fixture.clock.advance(Duration.ofDays(2));

        assertThat(scheduler.runDue()).isEqualTo(3);

        assertThat(fixture.reasons().stream().filter(reason -> reason.startsWith("Step createSecret")))
                .hasSize(3)
                .containsOnly("Step createSecret failed: The pending value would change the host, port or user of the"
                        + " database secret");
        assertThat(accounts.passwords).isEmpty();
    }

    @Test
    @Tag("DEL-10")
    void runDue_recoveryWindowOver_deletesForGood() {
        fixture.create(NAME, accounts);
        fixture.secrets.deleteSecret(new DeleteSecretRequest(NAME).recoveryWindowInDays(7));
        fixture.clock.advance(Duration.ofDays(8));

        scheduler.runDue();

        assertThat(fixture.store.find(NAME)).isEmpty();
    }

    @Test
    void node_frozenForTwoThirdsOfItsLease_sendsNothingToTheTarget() {
        long[] nanos = {0};
        RotationScheduler frozen =
                fixture.scheduler(rotator, RotationOptions.defaults().nanoTime(() -> nanos[0]));
        fixture.createDue(NAME, accounts);
        rotator.before(SET_SECRET, context -> nanos[0] += Duration.ofSeconds(41).toNanos());

        frozen.runDue();

        assertThat(accounts.changes).isEmpty();
        assertThat(fixture.reasons()).isEmpty();
        rotator.asWritten();
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(scheduler.runDue()).isEqualTo(1);
        assertThat(accounts.accepts(NAME, fixture.value(NAME))).isTrue();
    }

    @Test
    void lease_oldByTheTimeOfAStep_isRenewedBeforeIt() {
        long[] nanos = {0};
        RotationScheduler slow =
                fixture.scheduler(rotator, RotationOptions.defaults().nanoTime(() -> nanos[0]));
        fixture.createDue(NAME, accounts);
        for (RotationStep step : RotationStep.values()) {
            rotator.after(step, context -> {
                nanos[0] += Duration.ofSeconds(25).toNanos();
                fixture.clock.advance(Duration.ofSeconds(25));
            });
        }

        slow.runDue();

        assertThat(fixture.events("RotationSucceeded")).isEqualTo(1);
    }

    @Test
    void listener_thatFails_disturbsNothing() {
        fixture.createDue(NAME, accounts);
        RotationScheduler watched =
                fixture.scheduler(rotator, RotationOptions.defaults().listener(new RotationListener() {
                    @Override
                    public void stepDone(RotationLease lease, RotationStep step) {
                        throw new IllegalStateException("on purpose");
                    }
                }));

        watched.runDue();

        assertThat(fixture.events("RotationSucceeded")).isEqualTo(1);
    }
}
