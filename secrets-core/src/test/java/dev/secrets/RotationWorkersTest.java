package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditEvent;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.RotationRules;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Concurrently;
import dev.secrets.testing.FaultySecretStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many workers, records that can't be served, a store and a trail that fail. */
final class RotationWorkersTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final int SECRETS = 200;
    private static final int WORKERS = 8;

    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;
    private final RotationQueue queue = secrets.rotationQueue();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("ROT-30")
    void claim_eightWorkersAtOnce_getEachSecretOnce() {
        for (int i = 0; i < SECRETS; i++) {
            createDue("s" + i);
        }
        fixture.trail.clear();
        Queue<RotationLease> claimed = new ConcurrentLinkedQueue<>();

        Concurrently.run(WORKERS, worker -> {
            RotationQueue own = secrets.rotationQueue();
            List<RotationLease> leases;
            do {
                leases = own.claim("worker-" + worker, LEASE, 7);
                leases.forEach(lease -> new ScriptedRotator(own, "by-" + worker).run(lease));
                claimed.addAll(leases);
            } while (!leases.isEmpty());
        });

        assertThat(claimed)
                .hasSize(SECRETS)
                .extracting(RotationLease::secretName)
                .doesNotHaveDuplicates();
        assertThat(claimed)
                .allSatisfy(lease -> assertThat(secrets.describeSecret(lease.secretName())
                                .versionIdsToStages()
                                .orElseThrow())
                        .hasSize(2)
                        .containsEntry(lease.versionId(), List.of("AWSCURRENT")));
        assertThat(events("RotationStarted")).isEqualTo(SECRETS);
        assertThat(events("RotationSucceeded")).isEqualTo(SECRETS);
    }

    @Test
    @Tag("ROT-30")
    void claim_twoManagersOnOneStore_shareTheWork() {
        for (int i = 0; i < 20; i++) {
            createDue("s" + i);
        }

        try (EmbeddedSecretsManager other = fixture.with(fixture.options)) {
            List<RotationLease> mine = queue.claim("one", LEASE, 12);
            List<RotationLease> others = other.rotationQueue().claim("two", LEASE, 12);

            assertThat(mine).hasSize(12);
            assertThat(others).hasSize(8);
        }
    }

    @Test
    void claim_limit_isKeptAndSoonestComeFirst() {
        createDue("late");
        fixture.clock.advance(Duration.ofDays(-10));
        createDue("early");
        fixture.clock.advance(Duration.ofDays(10));

        assertThat(queue.claim("node", LEASE, 0)).isEmpty();
        assertThat(queue.claim("node", LEASE, 1))
                .extracting(RotationLease::secretName)
                .containsExactly("early");
    }

    @Test
    void claim_recordThatDoesNotOpen_isPassedOver() {
        for (int i = 0; i < 3; i++) {
            createDue("s" + i);
        }
        fixture.damage("s0");

        assertThat(queue.claim("node", LEASE, 10))
                .extracting(RotationLease::secretName)
                .containsExactlyInAnyOrder("s1", "s2");
    }

    @Test
    @Tag("DEL-10")
    void purge_recordThatDoesNotOpen_isPassedOver() {
        for (int i = 0; i < 3; i++) {
            secrets.createSecret("s" + i, "value");
            secrets.deleteSecret(new DeleteSecretRequest("s" + i).recoveryWindowInDays(7));
        }
        fixture.damage("s0");
        fixture.clock.advance(Duration.ofDays(8));

        assertThat(queue.purge(10)).isEqualTo(2);

        assertThat(fixture.store.find("s0")).isPresent();
        assertThat(fixture.store.find("s1")).isEmpty();
        assertThat(fixture.store.find("s2")).isEmpty();
    }

    /** The store's clock and what is due: not each record of a backlog. */
    @Test
    @Tag("DEL-10")
    void purge_backlogOfRotations_readsNoRecords() {
        FaultySecretStore counted = new FaultySecretStore(fixture.store);
        try (EmbeddedSecretsManager manager = managerOf(counted)) {
            for (int i = 0; i < 3; i++) {
                manager.createSecret("s" + i, "value");
                manager.rotateSecret(new RotateSecretRequest("s" + i).rotationLambdaArn("rotator"));
            }
            int before = counted.calls();

            assertThat(manager.rotationQueue().purge(10)).isZero();

            assertThat(counted.calls() - before).isEqualTo(2);
        }
    }

    @Test
    @Tag("DEL-10")
    void purge_secretThatAnotherNodeDeleted_isMade() {
        createDue("app/db");
        try (EmbeddedSecretsManager another = managerOf(fixture.store)) {
            another.deleteSecret(new DeleteSecretRequest("app/db").recoveryWindowInDays(7));
        }
        fixture.clock.advance(Duration.ofDays(8));

        assertThat(queue.purge(10)).isEqualTo(1);

        assertThat(fixture.store.find("app/db")).isEmpty();
    }

    private EmbeddedSecretsManager managerOf(SecretStore store) {
        return new EmbeddedSecretsManager(
                store, fixture.keys, IdentityPolicies.none(), fixture.trail::add, fixture.options);
    }

    @Test
    void effect_storeAway_isToldAndNothingIsChanged() {
        FaultySecretStore faulty = new FaultySecretStore(fixture.store);
        createDue("app/db");
        try (EmbeddedSecretsManager manager = new EmbeddedSecretsManager(
                faulty, fixture.keys, IdentityPolicies.none(), fixture.trail::add, fixture.options)) {
            RotationQueue own = manager.rotationQueue();
            RotationLease lease = own.claim("node", LEASE, 1).get(0);
            faulty.failCommit(1, new StoreUnavailableException("away", true));

            assertThatThrownBy(() -> own.renew(lease, Duration.ofHours(1)))
                    .isInstanceOf(InternalServiceErrorException.class);

            faulty.failCall(1, new StoreUnavailableException("away", true));
            assertThatThrownBy(() -> own.claim("node", LEASE, 1)).isInstanceOf(InternalServiceErrorException.class);
            new ScriptedRotator(own, "two").run(lease);
        }
    }

    @Test
    void effect_answerOfTheStoreLost_happensOnce() {
        FaultySecretStore faulty = new FaultySecretStore(fixture.store);
        createDue("app/db");
        try (EmbeddedSecretsManager manager = new EmbeddedSecretsManager(
                faulty, fixture.keys, IdentityPolicies.none(), fixture.trail::add, fixture.options)) {
            RotationQueue own = manager.rotationQueue();
            faulty.loseCommitAnswer(1);
            RotationLease lease = own.claim("node", LEASE, 1).get(0);
            new ScriptedRotator(own, "two").run(lease, 4);
            faulty.loseCommitAnswer(1);
            own.complete(lease);
        }

        assertThat(secrets.getSecretValue("app/db").secretString()).contains("two");
        assertThat(events("RotationStarted")).isEqualTo(1);
        assertThat(events("RotationSucceeded")).isEqualTo(1);
    }

    @Test
    void events_ofARotation_areTold() {
        createDue("app/db");
        fixture.trail.clear();

        RotationLease first = queue.claim("node", LEASE, 1).get(0);
        queue.fail(first, "Error when executing lambda rotator during SET step", Optional.of(fixture.clock.instant()));
        RotationLease second = queue.claim("node", LEASE, 1).get(0);
        new ScriptedRotator(queue, "two").run(second);

        List<AuditEvent> told = fixture.trail.stream()
                .filter(event -> event.eventName().startsWith("Rotation"))
                .toList();
        assertThat(told)
                .extracting(AuditEvent::eventName)
                .containsExactly("RotationStarted", "RotationFailed", "RotationSucceeded");
        assertThat(told).allSatisfy(event -> {
            assertThat(event.principal()).isEqualTo("secretsmanager.amazonaws.com");
            assertThat(event.resourceArn()).contains(first.secretArn());
        });
        assertThat(told.get(1).requestParameters())
                .isEqualTo(Map.of("reason", "Error when executing lambda rotator during SET step"));
    }

    @Test
    void release_andClaimedAgain_isToldToHaveStartedOnce() {
        createDue("app/db");
        queue.release(queue.claim("node", LEASE, 1).get(0));

        new ScriptedRotator(queue, "two").run(queue.claim("other", LEASE, 1).get(0));

        assertThat(events("RotationStarted")).isEqualTo(1);
        assertThat(events("RotationSucceeded")).isEqualTo(1);
    }

    @Test
    void events_ofATest_areNamedSo() {
        secrets.createSecret("app/db", "one");
        secrets.rotateSecret(rotate("app/db"));
        queue.complete(queue.claim("node", LEASE, 1).get(0));
        secrets.rotateSecret(rotate("app/db"));
        queue.fail(queue.claim("node", LEASE, 1).get(0), "wrong password", Optional.empty());

        assertThat(fixture.trail)
                .extracting(AuditEvent::eventName)
                .filteredOn(name -> name.startsWith("TestRotation"))
                .containsExactly(
                        "TestRotationStarted", "TestRotationSucceeded", "TestRotationStarted", "TestRotationFailed");
    }

    @Test
    void trailFailing_atTheStart_leavesTheRotationToBeClaimedLater() {
        createDue("app/db");
        AtomicBoolean failing = new AtomicBoolean(true);
        try (EmbeddedSecretsManager manager = auditedBy(failing)) {
            RotationQueue own = manager.rotationQueue();

            assertThat(own.claim("node", LEASE, 10)).isEmpty();

            failing.set(false);
            assertThat(own.claim("node", LEASE, 10)).hasSize(1);
            assertThat(events("RotationStarted")).isEqualTo(1);
        }
    }

    @Test
    void trailFailing_atTheEnd_isToldAndTheRotationStands() {
        createDue("app/db");
        AtomicBoolean failing = new AtomicBoolean();
        try (EmbeddedSecretsManager manager = auditedBy(failing)) {
            RotationQueue own = manager.rotationQueue();
            RotationLease lease = own.claim("node", LEASE, 10).get(0);
            new ScriptedRotator(own, "two").run(lease, 4);
            failing.set(true);

            assertThatThrownBy(() -> own.complete(lease)).isInstanceOf(AuditIncompleteException.class);
        }

        assertThat(secrets.describeSecret("app/db").lastRotatedDate()).isPresent();
        assertThat(secrets.getSecretValue("app/db").secretString()).contains("two");
    }

    @Test
    void trailFailing_atAPurge_isTold() {
        secrets.createSecret("app/db", "value");
        secrets.deleteSecret(new DeleteSecretRequest("app/db").recoveryWindowInDays(7));
        fixture.clock.advance(Duration.ofDays(8));
        try (EmbeddedSecretsManager manager = auditedBy(new AtomicBoolean(true))) {
            RotationQueue own = manager.rotationQueue();

            assertThatThrownBy(() -> own.purge(10)).isInstanceOf(AuditIncompleteException.class);
        }

        assertThat(fixture.store.find("app/db")).isEmpty();
    }

    private EmbeddedSecretsManager auditedBy(AtomicBoolean failing) {
        return new EmbeddedSecretsManager(
                fixture.store,
                fixture.keys,
                IdentityPolicies.none(),
                event -> {
                    if (failing.get()) {
                        throw new IllegalStateException("The disk is full");
                    }
                    fixture.trail.add(event);
                },
                fixture.options);
    }

    /** Makes a secret whose rotation is due: a scheduled one, so that the claim makes the pending version. */
    private void createDue(String name) {
        Instant now = fixture.clock.instant();
        fixture.clock.advance(Duration.ofDays(-2));
        secrets.createSecret(name, "one");
        secrets.rotateSecret(rotate(name));
        queue.claim("setup", LEASE, SECRETS).forEach(queue::complete);
        fixture.clock.set(now);
    }

    private static RotateSecretRequest rotate(String name) {
        return new RotateSecretRequest(name)
                .rotationLambdaArn("rotator")
                .rotationRules(RotationRules.afterDays(1))
                .rotateImmediately(false);
    }

    private long events(String name) {
        return fixture.trail.stream()
                .filter(event -> event.eventName().equals(name))
                .count();
    }
}
