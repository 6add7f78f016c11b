package dev.secrets;

import static dev.secrets.RegionsFixture.AP;
import static dev.secrets.RegionsFixture.EU;
import static dev.secrets.RegionsFixture.assertReplica;
import static dev.secrets.RegionsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.RegionsFixture.Site;
import dev.secrets.audit.AuditEvent;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ReplicationReport;
import dev.secrets.model.StatusType;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.SecretStore;
import dev.secrets.testing.Concurrently;
import dev.secrets.testing.ForwardingStore;
import dev.secrets.testing.LostPrimary;
import dev.secrets.testing.Scale;
import dev.secrets.testing.Stall;
import dev.secrets.testing.SwitchableStore.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Replication that goes by itself, in threads of its own. */
final class BackgroundReplicationTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final int SECRETS = Scale.of(500, 10_000);

    @AutoClose
    private final RegionsFixture fixture = new RegionsFixture();

    private final Site us = fixture.us;
    private final Site eu = fixture.eu;
    private final Site ap = fixture.ap;
    private final Map<String, Semaphore> copies = Map.of(EU, new Semaphore(0), AP, new Semaphore(0));

    private EmbeddedSecretsManager replicating() {
        return replicating(us.calls);
    }

    private EmbeddedSecretsManager replicating(SecretStore store) {
        return new EmbeddedSecretsManager(
                store,
                us.keys,
                IdentityPolicies.none(),
                this::count,
                us.options().replicates(true));
    }

    private final Semaphore failures = new Semaphore(0);

    private void count(AuditEvent event) {
        if (event.eventName().equals("ReplicationFailed")) {
            failures.release();
        }
        if (event.eventName().equals("ReplicationSucceeded")) {
            copies.get(event.requestParameters().get("replicaRegion")).release();
        }
    }

    private void awaitCopies(String region, int number) throws InterruptedException {
        assertThat(copies.get(region).tryAcquire(number, PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("copies to %s", region)
                .isTrue();
    }

    @Test
    void change_isCopiedByItself() throws InterruptedException {
        try (EmbeddedSecretsManager secrets = replicating()) {
            secrets.createSecret(
                    new CreateSecretRequest("app/db").secretString("one").addReplicaRegions(new ReplicaRegionType(EU)));
            awaitCopies(EU, 1);
            assertThat(eu.value("app/db")).isEqualTo("one");

            secrets.putSecretValue("app/db", "two");
            awaitCopies(EU, 1);
            assertThat(eu.value("app/db")).isEqualTo("two");
            secrets.close();
        }
        assertReplica(us, eu, "app/db");
    }

    /** What another process, or this one before it died, has left in the record. */
    @Test
    void workThatWasLeft_isDoneByTheNextManager() throws InterruptedException {
        us.secrets.createSecret("app/db", "one");
        us.replicate("app/db", EU);
        assertThat(eu.has("app/db")).isFalse();

        try (EmbeddedSecretsManager secrets = replicating()) {
            awaitCopies(EU, 1);
            assertThat(secrets.describeSecret("app/db")
                            .replicationStatus()
                            .orElseThrow()
                            .get(0)
                            .status())
                    .isEqualTo(StatusType.IN_SYNC);
        }
    }

    @Test
    void failedCopy_isTriedAgainByItself() throws InterruptedException {
        eu.gate.set(State.DOWN);
        try (EmbeddedSecretsManager secrets = replicating()) {
            secrets.createSecret("app/db", "one");
            secrets.replicateSecretToRegions(request("app/db", EU, AP));
            awaitCopies(AP, 1);
            assertThat(failures.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            eu.gate.set(State.UP);
            fixture.clock.advance(Duration.ofMinutes(6));
            awaitCopies(EU, 1);
        }
        assertReplica(us, eu, "app/db");
    }

    /** Such as a driver's class that can't be loaded. */
    @Test
    void errorOfTheStore_doesNotEndTheLooks() throws InterruptedException {
        us.secrets.createSecret("app/db", "one");
        us.replicate("app/db", EU);
        AtomicBoolean first = new AtomicBoolean(true);
        SecretStore store = new ForwardingStore() {
            @Override
            protected SecretStore delegate() {
                return us.calls;
            }

            @Override
            public List<DueSecret> due(Instant until, DueCursor after, int limit) {
                if (first.getAndSet(false)) {
                    throw new NoClassDefFoundError("on purpose");
                }
                return super.due(until, after, limit);
            }
        };

        try (EmbeddedSecretsManager secrets = replicating(store)) {
            awaitCopies(EU, 1);
            assertThat(secrets.listSecrets().secretList()).hasSize(1);
        }
    }

    @Test
    void slowRegion_keepsNoOtherWaiting() throws InterruptedException {
        try (Stall slow = eu.calls.stallCall(1);
                EmbeddedSecretsManager secrets = replicating()) {
            secrets.createSecret("app/db", "one");
            secrets.replicateSecretToRegions(request("app/db", EU, AP));
            slow.awaitReached();
            awaitCopies(AP, 1);
            secrets.putSecretValue("app/db", "two");
            awaitCopies(AP, 1);
            assertThat(ap.value("app/db")).isEqualTo("two");

            slow.release();
            awaitCopies(EU, 1);
        }
        us.replicate();
        assertReplica(us, eu, "app/db");
    }

    /** 10,000 secrets in the long form. */
    @Test
    void manySecrets_areCopied_andTheReportTellsTheProgress() throws InterruptedException {
        for (int i = 0; i < SECRETS; i++) {
            us.secrets.createSecret(new CreateSecretRequest("many/" + i)
                    .secretString("v" + i)
                    .addReplicaRegions(new ReplicaRegionType(EU)));
        }
        assertThat(us.secrets.replicationQueue().report().regions().get(EU).inProgress())
                .isEqualTo(SECRETS);

        try (EmbeddedSecretsManager secrets = replicating()) {
            int known = 0;
            for (int tenth = 1; tenth <= 10; tenth++) {
                awaitCopies(EU, SECRETS / 10);
                ReplicationReport.Region progress =
                        secrets.replicationQueue().report().regions().get(EU);
                assertThat(progress.inSync()).isBetween(Math.max(known, tenth * SECRETS / 10), SECRETS);
                assertThat(progress.inSync() + progress.inProgress() + progress.failed())
                        .isEqualTo(SECRETS);
                known = progress.inSync();
            }
            assertThat(secrets.replicationQueue().report().regions().get(EU))
                    .isEqualTo(new ReplicationReport.Region(SECRETS, 0, 0, Optional.empty()));
        }
        for (int i = 0; i < SECRETS; i++) {
            assertThat(eu.value("many/" + i)).isEqualTo("v" + i);
        }
    }

    /** Two managers of the primary's store copy the same secrets, which change all the while. */
    @Test
    void severalWorkers_endWithEqualReplicas() {
        int names = 4;
        int changes = 40;
        for (int name = 0; name < names; name++) {
            us.secrets.createSecret("busy/" + name, "first");
            us.replicate("busy/" + name, EU, AP);
        }
        try (EmbeddedSecretsManager one = replicating();
                EmbeddedSecretsManager other = replicating()) {
            Concurrently.run(names, name -> {
                for (int i = 0; i < changes; i++) {
                    (i % 2 == 0 ? one : other).putSecretValue("busy/" + name, "value " + i);
                }
            });
        }
        us.replicateLater();
        for (int name = 0; name < names; name++) {
            assertReplica(us, eu, "busy/" + name);
            assertReplica(us, ap, "busy/" + name);
            assertThat(us.status("busy/" + name, EU)).contains(StatusType.IN_SYNC);
        }
    }

    /** The primary is lost under load: what a replica was reported to have is there, and can be changed from then on. */
    @Test
    void primaryLostUnderLoad_losesNothingThatWasInSync() {
        List<String> names = List.of("busy/0", "busy/1", "busy/2", "busy/3");
        names.forEach(name -> {
            us.secrets.createSecret(name, "0");
            us.replicate(name, EU);
        });
        us.replicate();
        try (EmbeddedSecretsManager primary = replicating()) {
            LostPrimary lost = new LostPrimary(primary, names);
            lost.loseUnderLoad(10, () -> us.gate.set(State.DOWN));
            lost.promote(eu.secrets);
        }
        us.gate.set(State.UP);
        us.replicateLater();
        assertThat(names).allSatisfy(name -> assertThat(eu.value(name)).isEqualTo("promoted"));
    }
}
