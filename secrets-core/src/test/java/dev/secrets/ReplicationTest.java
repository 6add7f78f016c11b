package dev.secrets;

import static dev.secrets.RegionsFixture.AP;
import static dev.secrets.RegionsFixture.DEFAULT_KEY;
import static dev.secrets.RegionsFixture.EU;
import static dev.secrets.RegionsFixture.NAME;
import static dev.secrets.RegionsFixture.US;
import static dev.secrets.RegionsFixture.assertReplica;
import static dev.secrets.RegionsFixture.inProgress;
import static dev.secrets.RegionsFixture.inSync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.RegionsFixture.Site;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.GetResourcePolicyRequest;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretValue;
import dev.secrets.model.StatusType;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replication as callers see it (section 16 of the reference), between sites that are all there. */
final class ReplicationTest {
    @AutoClose
    private final RegionsFixture fixture = new RegionsFixture();

    private final Site us = fixture.us;
    private final Site eu = fixture.eu;
    private final Site ap = fixture.ap;
    private final CreateSecretResponse created = fixture.createPrimary();

    // Replicas

    @Test
    @Tag("REPL-01")
    void replica_servesReads_underAnArnThatDiffersInTheRegionOnly() {
        fixture.replicated(EU);
        assertThat(eu.secrets
                        .listSecretVersionIds(new ListSecretVersionIdsRequest(NAME))
                        .versions())
                .isEqualTo(us.secrets
                        .listSecretVersionIds(new ListSecretVersionIdsRequest(NAME))
                        .versions());

        GetSecretValueResponse value = eu.secrets.getSecretValue(NAME);
        assertThat(value.secretString()).contains("one");
        assertThat(value.versionId()).isEqualTo(created.versionId().orElseThrow());
        assertThat(value.arn()).isEqualTo(created.arn().replace(US, EU));
        assertThat(eu.value(value.arn())).isEqualTo("one");
        assertReplica(us, eu, NAME);
    }

    @Test
    @Tag("REPL-02")
    void change_ofAnyKind_reachesTheReplicas() {
        fixture.replicated(EU, AP);
        String policy = Policies.document(Policies.statement("Deny", Policies.STRANGER, "secretsmanager:*"));
        List<Consumer<SecretsManager>> changes = List.of(
                s -> s.putSecretValue(NAME, "two"),
                s -> s.updateSecret(new UpdateSecretRequest(NAME)
                        .secretBinary(new byte[] {1, 2})
                        .description("new")),
                s -> s.putSecretValue(NAME, "three"),
                s -> s.tagResource(new TagResourceRequest(NAME, Map.of("stage", "prod"))),
                s -> s.untagResource(new UntagResourceRequest(NAME, List.of("team"))),
                s -> s.updateSecretVersionStage(new UpdateSecretVersionStageRequest(NAME, "BLUE")
                        .moveToVersionId(created.versionId().orElseThrow())),
                s -> s.putResourcePolicy(new PutResourcePolicyRequest(NAME, policy)));

        changes.forEach(change -> {
            fixture.clock.advance(Duration.ofSeconds(1));
            change.accept(us.secrets);
            assertThat(us.describe(NAME).replicationStatus()).contains(List.of(inProgress(EU), inProgress(AP)));
            us.replicate();
            assertThat(us.describe(NAME).replicationStatus()).contains(List.of(inSync(EU), inSync(AP)));
        });

        for (Site replica : List.of(eu, ap)) {
            assertThat(replica.value(NAME)).isEqualTo("three");
            assertThat(replica.describe(NAME).versionIdsToStages())
                    .isEqualTo(us.describe(NAME).versionIdsToStages());
            assertThat(replica.describe(NAME).tags())
                    .isEqualTo(us.describe(NAME).tags());
            assertThat(replica.describe(NAME).lastChangedDate())
                    .isEqualTo(us.describe(NAME).lastChangedDate());
            assertThat(replica.secrets
                            .getResourcePolicy(new GetResourcePolicyRequest(NAME))
                            .resourcePolicy())
                    .contains(policy);
        }
    }

    @Test
    @Tag("REPL-02")
    void rotation_onThePrimary_reachesTheReplicasStepByStep() {
        fixture.replicated(EU);
        us.secrets.rotateSecret(
                new RotateSecretRequest(NAME).rotationLambdaArn("rotator").rotationRules(RotationRules.afterDays(30)));
        RotationQueue queue = us.secrets.rotationQueue();
        RotationLease lease = queue.claim("node", Duration.ofMinutes(5), 1).get(0);
        us.replicate();
        assertReplica(us, eu, NAME);

        queue.putPendingValue(lease, SecretValue.ofString("rotated"));
        us.replicate();
        assertReplica(us, eu, NAME);
        assertThat(eu.value(NAME)).isEqualTo("one");

        queue.finish(lease);
        queue.complete(lease);
        us.replicate();
        assertReplica(us, eu, NAME);
        assertThat(eu.value(NAME)).isEqualTo("rotated");
    }

    /** Rotation is the primary's: a replica that rotated, too, would change the same credentials from two sides. */
    @Test
    void replica_isNeverDueForRotation() {
        us.secrets.rotateSecret(
                new RotateSecretRequest(NAME).rotationLambdaArn("rotator").rotationRules(RotationRules.afterDays(1)));
        fixture.replicated(EU);
        eu.promote(NAME);
        fixture.clock.advance(Duration.ofDays(3));

        assertThat(eu.secrets.rotationQueue().claim("node", Duration.ofMinutes(1), 10))
                .isEmpty();
        assertThat(eu.describe(NAME).rotationEnabled()).isEmpty();
    }

    @Test
    void secretWithoutValue_isReplicated_andItsFirstValueToo() {
        us.secrets.createSecret(new CreateSecretRequest("empty").addReplicaRegions(new ReplicaRegionType(EU)));
        us.replicate();
        assertReplica(us, eu, "empty");

        us.put("empty", "first");
        us.replicate();
        assertThat(eu.value("empty")).isEqualTo("first");
    }

    @Test
    void replica_keepsItsOwnDatesOfAccess_andThePrimaryTellsThem() {
        fixture.replicated(EU);
        us.value(NAME);
        fixture.clock.advance(Duration.ofDays(2));
        eu.value(NAME);
        us.put(NAME, "two");
        us.replicate();

        assertThat(eu.describe(NAME).lastAccessedDate()).contains(Instant.parse("2026-02-05T00:00:00Z"));
        assertThat(us.describe(NAME).lastAccessedDate()).contains(Instant.parse("2026-02-03T00:00:00Z"));
        assertThat(us.replica(NAME, EU).orElseThrow().lastAccessedDate())
                .contains(Instant.parse("2026-02-05T00:00:00Z"));
    }

    /** A read is no change: nothing has to be copied for it. */
    @Test
    void read_ofThePrimary_leavesTheReplicaInSync() {
        fixture.replicated(EU);
        fixture.clock.advance(Duration.ofDays(1));
        us.value(NAME);

        assertThat(us.describe(NAME).replicationStatus()).contains(List.of(inSync(EU)));
        assertThat(us.replicate()).isZero();
    }

    // The key of the replica

    @Test
    void replica_isSealedUnderTheKeyThatWasNamed() {
        us.secrets.replicateSecretToRegions(new ReplicateSecretToRegionsRequest(
                NAME, List.of(new ReplicaRegionType(EU).kmsKeyId("alias/eu"), new ReplicaRegionType(AP))));
        us.replicate();

        assertThat(eu.describe(NAME).kmsKeyId()).contains("alias/eu");
        assertThat(us.replica(NAME, EU).orElseThrow().kmsKeyId()).contains("alias/eu");
        assertThat(eu.secrets
                        .listSecretVersionIds(new ListSecretVersionIdsRequest(NAME))
                        .versions())
                .allSatisfy(version -> assertThat(version.kmsKeyIds()).containsExactly("alias/eu"));
        assertThat(ap.describe(NAME).kmsKeyId()).isEmpty();
        assertThat(us.replica(NAME, AP).orElseThrow().kmsKeyId()).contains(DEFAULT_KEY);
    }

    @Test
    void replicate_again_withAnotherKey_sealsTheReplicaAnew() {
        fixture.replicated(EU);
        us.secrets.replicateSecretToRegions(
                new ReplicateSecretToRegionsRequest(NAME, List.of(new ReplicaRegionType(EU).kmsKeyId("alias/other"))));
        us.replicate();

        assertThat(eu.describe(NAME).kmsKeyId()).contains("alias/other");
        assertThat(eu.value(NAME)).isEqualTo("one");
        assertThat(us.status(NAME, EU)).contains(StatusType.IN_SYNC);
    }

    @Test
    void update_ofThePrimarysKey_leavesTheReplicasKey() {
        fixture.replicated(EU);
        us.secrets.updateSecret(new UpdateSecretRequest(NAME).kmsKeyId("alias/us"));
        us.replicate();

        assertThat(eu.describe(NAME).kmsKeyId()).isEmpty();
        assertThat(eu.value(NAME)).isEqualTo("one");
    }

    /** What one site has sealed does not open under another's keys: nothing but the regions' own keys is in the stores. */
    @Test
    void stores_haveNoSealedBytesInCommon() {
        fixture.replicated(EU);

        assertThat(eu.store.values(NAME, eu.state(NAME).identity().uid()))
                .doesNotContainAnyElementsOf(
                        us.store.values(NAME, us.state(NAME).identity().uid()));
    }
}
