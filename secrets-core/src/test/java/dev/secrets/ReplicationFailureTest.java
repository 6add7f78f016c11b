package dev.secrets;

import static dev.secrets.RegionsFixture.AP;
import static dev.secrets.RegionsFixture.EU;
import static dev.secrets.RegionsFixture.NAME;
import static dev.secrets.RegionsFixture.assertReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.RegionsFixture.Site;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.ReplicationReport;
import dev.secrets.model.StatusType;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.testing.Stall;
import dev.secrets.testing.SwitchableStore.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replication (section 16 of the reference) to regions and from regions that fail, and by several workers at once. */
final class ReplicationFailureTest {
    @AutoClose
    private final RegionsFixture fixture = new RegionsFixture();

    private final Site us = fixture.us;
    private final Site eu = fixture.eu;
    private final Site ap = fixture.ap;
    private final String firstVersion =
            us.secrets.createSecret(NAME, "one").versionId().orElseThrow();

    private String message(String region) {
        return us.replica(NAME, region).orElseThrow().statusMessage().orElseThrow();
    }

    // Regions that fail

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"DOWN", "TAKES_NO_CHANGE"})
    void failingRegion_isFailedWithAMessage_andCatchesUp(State state) {
        fixture.replicated(EU, AP);
        eu.gate.set(state);
        us.put(NAME, "two");
        us.replicate();

        assertThat(us.status(NAME, EU)).contains(StatusType.FAILED);
        assertThat(message(EU)).isEqualTo("The region's store is not available. Replication is tried again.");
        assertReplica(us, ap, NAME);
        us.put(NAME, "three");

        eu.gate.set(State.UP);
        us.replicateLater();
        assertThat(us.status(NAME, EU)).contains(StatusType.IN_SYNC);
        assertReplica(us, eu, NAME);
        assertReplica(us, ap, NAME);
    }

    @Test
    void failedCopy_isTriedLessAndLessOften() {
        fixture.replicated(EU);
        eu.gate.set(State.DOWN);
        us.put(NAME, "two");
        int seconds = 3 * 3600;
        int before = eu.calls.calls();
        for (int i = 0; i < seconds; i += 10) {
            us.replicate();
            fixture.clock.advance(Duration.ofSeconds(10));
        }

        // Up to five minutes apart, half of that at least; and the first ones are nearer to one another.
        int tries = eu.calls.calls() - before;
        assertThat(tries).isBetween(seconds / 300, seconds / 150 + 10);
        assertThat(us.events()).filteredOn("ReplicationFailed"::equals).hasSize(1);
    }

    /** A region that answers with time-outs must not be asked once for each of thousands of secrets. */
    @Test
    void failingRegion_isNotAskedForEachSecret() {
        for (int i = 0; i < 50; i++) {
            us.secrets.createSecret("many/" + i, "value");
            us.replicate("many/" + i, EU);
        }
        eu.gate.set(State.DOWN);
        int before = eu.calls.calls();
        us.replicate();

        assertThat(eu.calls.calls() - before).isEqualTo(1);
        assertThat(us.secrets.replicationQueue().report().regions().get(EU))
                .isEqualTo(new ReplicationReport.Region(0, 0, 50, Optional.of(Duration.ZERO)));

        eu.gate.set(State.UP);
        us.replicateLater();
        assertThat(us.secrets.replicationQueue().report().regions().get(EU))
                .isEqualTo(new ReplicationReport.Region(50, 0, 0, Optional.empty()));
    }

    @Test
    void keyThatCantBeUsed_isFailedWithAMessage() {
        us.secrets.replicateSecretToRegions(new ReplicateSecretToRegionsRequest(
                NAME, List.of(new ReplicaRegionType(EU).kmsKeyId("Schlüssel"), new ReplicaRegionType(AP))));
        us.replicate();

        assertThat(us.status(NAME, EU)).contains(StatusType.FAILED);
        assertThat(message(EU)).isEqualTo("The key of the replica can't be used.");
        assertThat(eu.has(NAME)).isFalse();
        assertReplica(us, ap, NAME);
    }

    @Test
    void damagedReplica_isFailedWithAMessage() {
        fixture.replicated(EU);
        StoredSecret record = eu.store.find(NAME).orElseThrow().secret();
        StoredSecret damaged = new StoredSecret(
                NAME,
                record.secretUid(),
                record.revision() + 1,
                record.dueAt(),
                record.currentVersionId(),
                SealedBytes.wrap(new byte[64]));
        eu.store.commit(new SecretChange.Update(record.secretUid(), record.revision(), damaged, List.of(), Set.of()));
        us.put(NAME, "two");
        us.replicate();

        assertThat(us.status(NAME, EU)).contains(StatusType.FAILED);
        assertThat(message(EU)).isEqualTo("The secret, or the one in the region, can't be decrypted.");
        eu.store.commit(new SecretChange.Delete(NAME, record.secretUid(), record.revision() + 1));
        us.replicateLater();
        assertThat(message(EU)).startsWith("The replica is not there any more");
        us.replicate(NAME, EU);
        us.replicate();
        assertReplica(us, eu, NAME);
    }

    @Test
    void removal_fromRegionThatIsDown_waitsForIt() {
        fixture.replicated(EU);
        eu.gate.set(State.DOWN);
        us.remove(NAME, EU);
        us.replicate();
        assertThat(us.status(NAME, EU)).contains(StatusType.FAILED);

        eu.gate.set(State.UP);
        us.replicateLater();
        assertThat(eu.has(NAME)).isFalse();
        assertThat(us.replica(NAME, EU)).isEmpty();
    }

    @Test
    @Tag("REPL-07")
    void promotion_whileThePrimaryIsDown_needsNothingOfIt() {
        fixture.replicated(EU);
        us.gate.set(State.DOWN);
        eu.promote(NAME);
        eu.put(NAME, "zwei");
        eu.replicate();
        assertThat(eu.value(NAME)).isEqualTo("zwei");

        us.gate.set(State.UP);
        us.put(NAME, "two");
        us.replicate();
        assertThat(eu.value(NAME))
                .as("the old primary leaves the new one alone")
                .isEqualTo("zwei");
        eu.replicateLater();
        assertThat(us.describe(NAME).replicationStatus()).isEmpty();
        assertThat(eu.state(NAME).replication()).isEmpty();
    }

    /** A region that is out of the configuration can't be reached for good: the way out for the operator. */
    @Test
    void removal_ofRegionThatIsNotKnownAnyMore_isDoneAtOnce() {
        fixture.replicated(EU);
        try (EmbeddedSecretsManager alone = us.with(us.options().regions(Map.of()))) {
            alone.removeRegionsFromReplication(new RemoveRegionsFromReplicationRequest(NAME, List.of(EU)));
            alone.deleteSecret(NAME);
        }
        assertThat(eu.value(NAME)).isEqualTo("one");
        eu.promote(NAME);
        eu.put(NAME, "zwei");
    }

    // A fault at each call

    @Test
    void faultAtEachCall_leavesNothingLostAndNothingHalf() {
        atEachCall((site, n) -> site.calls.failCall(n, new StoreUnavailableException("planned", true)));
    }

    @Test
    void lostAnswerAtEachCommit_leavesNothingLostAndNothingHalf() {
        atEachCall((site, n) -> site.calls.loseCommitAnswer(n));
    }

    private static void atEachCall(ObjIntConsumer<Site> fault) {
        for (boolean atHome : List.of(true, false)) {
            boolean happened = true;
            for (int n = 1; happened; n++) {
                try (RegionsFixture fixture = new RegionsFixture()) {
                    happened = atCall(fixture, atHome, n, fault);
                }
            }
        }
    }

    /** A secret that is made, changed and refreshed, one that is removed, one that is promoted; all from one pass with a fault. */
    private static boolean atCall(RegionsFixture fixture, boolean atHome, int n, ObjIntConsumer<Site> fault) {
        Site us = fixture.us;
        Site eu = fixture.eu;
        for (String name : List.of("changed", "removed", "promoted")) {
            us.secrets.createSecret(name, "one");
            us.replicate(name, EU);
        }
        us.replicate();
        us.secrets.createSecret("made", "one");
        us.replicate("made", EU);
        us.put("changed", "two");
        us.remove("removed", EU);
        eu.promote("promoted");

        Site faulty = atHome ? us : eu;
        fault.accept(faulty, n);
        tolerant(us::replicate);
        tolerant(eu::replicate);
        boolean happened = !faulty.calls.faultsLeft();
        faulty.calls.clearFaults();
        us.replicateLater();
        eu.replicateLater();

        String where = (atHome ? "home call " : "region call ") + n;
        assertReplica(us, eu, "made");
        assertReplica(us, eu, "changed");
        assertThat(eu.value("changed")).as(where).isEqualTo("two");
        assertThat(us.status("made", EU)).as(where).contains(StatusType.IN_SYNC);
        assertThat(us.status("changed", EU)).as(where).contains(StatusType.IN_SYNC);
        assertThat(eu.has("removed")).as(where).isFalse();
        assertThat(us.replica("removed", EU)).as(where).isEmpty();
        assertThat(us.replica("promoted", EU)).as(where).isEmpty();
        assertThat(eu.state("promoted").replication()).as(where).isEmpty();
        return happened;
    }

    private static void tolerant(Runnable pass) {
        try {
            pass.run();
        } catch (InternalServiceErrorException ownStoreFailed) {
            assertThat(ownStoreFailed).hasCauseInstanceOf(StoreException.class);
        }
    }

    // Never back

    @Test
    void slowWorker_doesNotPutAnOlderStateInPlaceOfANewer() throws Exception {
        // The first call of a copy looks at the replica, the second commits it.
        for (int call = 1; call <= 2; call++) {
            int at = call;
            inRace(site -> site.calls.stallCall(at), () -> {
                us.put(NAME, "newer" + at);
                us.replicate();
                assertThat(us.status(NAME, EU)).contains(StatusType.IN_SYNC);
            });
            assertThat(eu.value(NAME)).isEqualTo("newer" + at);
            assertThat(us.status(NAME, EU)).contains(StatusType.IN_SYNC);
        }
    }

    @Test
    void slowWorker_leavesNoReplicaBehindThatWasRemovedMeanwhile() throws Exception {
        us.secrets.createSecret("new", "value");
        us.replicate("new", EU);
        Stall stall = eu.calls.stallCall(2);
        raced(stall, () -> {
            us.remove("new", EU);
            us.replicate();
            assertThat(us.replica("new", EU)).isEmpty();
        });

        assertThat(eu.has("new")).isFalse();
        us.secrets.deleteSecret("new");
    }

    /** The other had copied the same: it was in sync already. */
    @Test
    void slowWorker_isNotHeardOfWhenAnotherHasCopied() throws Exception {
        inRace(site -> site.calls.stallCall(1), us::replicate);

        assertThat(us.events()).filteredOn("ReplicationSucceeded"::equals).hasSize(2);
    }

    @Test
    void slowWorker_thatFailsWhenAnotherHasCopied_reportsNoFailure() throws Exception {
        inRace(site -> site.calls.stallCall(1), () -> {
            us.replicate();
            eu.gate.set(State.DOWN);
        });

        assertThat(us.status(NAME, EU)).contains(StatusType.IN_SYNC);
        assertThat(us.events()).doesNotContain("ReplicationFailed");
    }

    private void inRace(Function<Site, Stall> stalled, Runnable meanwhile) throws Exception {
        fixture.replicated(EU);
        us.put(NAME, "older");
        raced(stalled.apply(eu), meanwhile);
    }

    /** One worker begins and stalls; what happens meanwhile is done; then the worker goes on to its end. */
    private void raced(Stall stall, Runnable meanwhile) throws Exception {
        ExecutorService slow = Executors.newSingleThreadExecutor();
        try (stall) {
            Future<?> pass = slow.submit(() -> us.replicate());
            stall.awaitReached();
            meanwhile.run();
            stall.release();
            pass.get(30, TimeUnit.SECONDS);
        } finally {
            slow.shutdownNow();
        }
    }

    @Test
    void restoredPrimary_doesNotTakeTheReplicaBack() {
        fixture.replicated(EU);
        FoundSecret backup = us.store.find(NAME).orElseThrow();
        List<StoredValue> values = us.store.values(NAME, backup.secret().secretUid());
        for (int i = 0; i < 5; i++) {
            us.put(NAME, "lost" + i);
            us.replicate();
        }
        StoredSecret last = us.store.find(NAME).orElseThrow().secret();
        us.store.commit(new SecretChange.Delete(NAME, last.secretUid(), last.revision()));
        us.store.commit(new SecretChange.Create(backup.secret(), values));

        try (EmbeddedSecretsManager restored = us.with(us.options())) {
            restored.putSecretValue(NAME, "after the restore");
            restored.replicationQueue().run();
            assertThat(eu.value(NAME)).isEqualTo("lost4");
            assertThat(restored.describeSecret(NAME)
                            .replicationStatus()
                            .orElseThrow()
                            .get(0)
                            .statusMessage())
                    .contains("The replica has a newer state than the primary. To give it up, replicate with "
                            + "ForceOverwriteReplicaSecret.");

            restored.replicateSecretToRegions(RegionsFixture.request(NAME, EU).forceOverwriteReplicaSecret(true));
            restored.replicationQueue().run();
            assertThat(eu.value(NAME)).isEqualTo("after the restore");
            assertThat(restored.getSecretValue(NAME).versionId()).isNotEqualTo(firstVersion);
        }
    }
}
