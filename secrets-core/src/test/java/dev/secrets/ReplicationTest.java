package dev.secrets;

import static dev.secrets.RegionsFixture.AP;
import static dev.secrets.RegionsFixture.EU;
import static dev.secrets.RegionsFixture.US;
import static dev.secrets.RegionsFixture.assertReplica;
import static dev.secrets.RegionsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.secrets.RegionsFixture.Site;
import dev.secrets.audit.AuditEvent;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.DeleteResourcePolicyRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.GetResourcePolicyRequest;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.ReplicationReport;
import dev.secrets.model.ReplicationStatusType;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretListEntry;
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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replication as callers see it (section 16 of the reference), between sites that are all there. */
final class ReplicationTest {
    private static final String NAME = "app/db";
    private static final String DEFAULT_KEY = "alias/aws/secretsmanager";

    @AutoClose
    private final RegionsFixture fixture = new RegionsFixture();

    private final Site us = fixture.us;
    private final Site eu = fixture.eu;
    private final Site ap = fixture.ap;
    private final CreateSecretResponse created = us.secrets.createSecret(new CreateSecretRequest(NAME)
            .secretString("one")
            .description("the database")
            .tags(Map.of("team", "payments")));

    @BeforeEach
    void passTime() {
        fixture.clock.advance(Duration.ofSeconds(1));
    }

    private void replicated(String... regions) {
        us.replicate(NAME, regions);
        us.replicate();
    }

    private static ReplicationStatusType inSync(String region) {
        return status(region, StatusType.IN_SYNC, Optional.of("Replication succeeded"));
    }

    private static ReplicationStatusType inProgress(String region) {
        return status(region, StatusType.IN_PROGRESS, Optional.empty());
    }

    private static ReplicationStatusType status(String region, StatusType status, Optional<String> message) {
        return new ReplicationStatusType(region, Optional.of(DEFAULT_KEY), status, message, Optional.empty());
    }

    // Replicas

    @Test
    @Tag("REPL-01")
    void replica_servesReads_underAnArnThatDiffersInTheRegionOnly() {
        replicated(EU);
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
        replicated(EU, AP);
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
        replicated(EU);
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
        replicated(EU);
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
        replicated(EU);
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
        replicated(EU);
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
        replicated(EU);
        us.secrets.replicateSecretToRegions(
                new ReplicateSecretToRegionsRequest(NAME, List.of(new ReplicaRegionType(EU).kmsKeyId("alias/other"))));
        us.replicate();

        assertThat(eu.describe(NAME).kmsKeyId()).contains("alias/other");
        assertThat(eu.value(NAME)).isEqualTo("one");
        assertThat(us.status(NAME, EU)).contains(StatusType.IN_SYNC);
    }

    @Test
    void update_ofThePrimarysKey_leavesTheReplicasKey() {
        replicated(EU);
        us.secrets.updateSecret(new UpdateSecretRequest(NAME).kmsKeyId("alias/us"));
        us.replicate();

        assertThat(eu.describe(NAME).kmsKeyId()).isEmpty();
        assertThat(eu.value(NAME)).isEqualTo("one");
    }

    /** What one site has sealed does not open under another's keys: nothing but the regions' own keys is in the stores. */
    @Test
    void stores_haveNoSealedBytesInCommon() {
        replicated(EU);

        assertThat(eu.store.values(NAME, eu.state(NAME).identity().uid()))
                .doesNotContainAnyElementsOf(
                        us.store.values(NAME, us.state(NAME).identity().uid()));
    }

    // CreateSecret

    @Test
    @Tag("CREATE-17")
    void create_withReplicas_returnsTheirStatus() {
        CreateSecretRequest request = new CreateSecretRequest("new")
                .clientRequestToken(SecretsFixture.token())
                .secretString("value")
                .addReplicaRegions(new ReplicaRegionType(EU), new ReplicaRegionType(AP));
        CreateSecretResponse answer = us.secrets.createSecret(request);

        assertThat(answer.replicationStatus()).contains(List.of(inProgress(EU), inProgress(AP)));
        assertThat(us.secrets.createSecret(request)).isEqualTo(answer);
        us.replicate();
        assertThat(eu.value("new")).isEqualTo("value");
        assertThat(ap.value("new")).isEqualTo("value");
    }

    @Test
    @Tag("CREATE-18")
    void create_withReplicaInTheOwnRegion_isRefusedAndNothingCreated() {
        assertThatThrownBy(() -> us.secrets.createSecret(new CreateSecretRequest("new")
                        .addReplicaRegions(new ReplicaRegionType(EU), new ReplicaRegionType(US))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("Invalid replica region.");
        assertThat(us.has("new")).isFalse();
    }

    @Test
    void create_nameOfAReplica_isInUse() {
        replicated(EU);

        assertThatThrownBy(() -> eu.secrets.createSecret(NAME, "other")).isInstanceOf(ResourceExistsException.class);
    }

    // What is refused

    static Stream<Arguments> mutations() {
        return Stream.<Map.Entry<String, Consumer<SecretsManager>>>of(
                        Map.entry("put", s -> s.putSecretValue(NAME, "two")),
                        Map.entry("update", s -> s.updateSecret(new UpdateSecretRequest(NAME).description("new"))),
                        Map.entry("delete", s -> s.deleteSecret(NAME)),
                        Map.entry(
                                "force delete",
                                s -> s.deleteSecret(new DeleteSecretRequest(NAME).forceDeleteWithoutRecovery(true))),
                        Map.entry("restore", s -> s.restoreSecret(NAME)),
                        Map.entry("tag", s -> s.tagResource(new TagResourceRequest(NAME, Map.of("a", "b")))),
                        Map.entry("untag", s -> s.untagResource(new UntagResourceRequest(NAME, List.of("team")))),
                        Map.entry(
                                "policy",
                                s -> s.putResourcePolicy(new PutResourcePolicyRequest(NAME, Policies.resource()))),
                        Map.entry("no policy", s -> s.deleteResourcePolicy(new DeleteResourcePolicyRequest(NAME))),
                        Map.entry("rotate", s -> s.rotateSecret(NAME)),
                        Map.entry("cancel", s -> s.cancelRotateSecret(new CancelRotateSecretRequest(NAME))),
                        Map.entry(
                                "stage",
                                s -> s.updateSecretVersionStage(new UpdateSecretVersionStageRequest(NAME, "BLUE")
                                        .moveToVersionId("v".repeat(32)))),
                        Map.entry("replicate", s -> s.replicateSecretToRegions(request(NAME, AP))),
                        Map.entry(
                                "remove",
                                s -> s.removeRegionsFromReplication(
                                        new RemoveRegionsFromReplicationRequest(NAME, List.of(AP)))))
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    @Tag("REPL-03")
    void mutation_ofAReplica_isRefused(String what, Consumer<SecretsManager> mutation) {
        replicated(EU);
        var before = eu.store.find(NAME);

        assertThatThrownBy(() -> mutation.accept(eu.secrets))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage(
                        "Operation not permitted on a replica secret. Call must be made in primary secret's region.");
        assertThat(eu.store.find(NAME)).isEqualTo(before);
    }

    @Test
    @Tag("REPL-05")
    void replicate_toTheOwnRegion_isRefused() {
        InvalidParameterException refusal =
                catchThrowableOfType(InvalidParameterException.class, () -> us.replicate(NAME, EU, US));

        assertThat(refusal).hasMessage("Invalid replica region.");
        assertThat(us.describe(NAME).replicationStatus()).isEmpty();
    }

    /** Our choice. */
    @Test
    void replicate_toRegionsThatCantBeMeant_isRefused() {
        assertThatThrownBy(() -> us.replicate(NAME, "sa-east-1"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("Invalid replica region. The other regions of this store are ap-south-1, eu-west-1.");
        assertThatThrownBy(() -> us.replicate(NAME, EU, EU))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("Invalid replica region. eu-west-1 is given more than once.");
    }

    @Test
    void replication_ofSecretScheduledForDeletion_isRefused() {
        us.secrets.deleteSecret(NAME);

        for (Consumer<Site> call :
                List.<Consumer<Site>>of(s -> s.replicate(NAME, EU), s -> s.remove(NAME, EU), s -> s.promote(NAME))) {
            assertThatThrownBy(() -> call.accept(us))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("marked for deletion");
        }
    }

    // Deletion

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("DEL-09")
    void delete_ofAPrimary_isRefusedUntilItsReplicasAreGone(boolean forced) {
        replicated(EU, AP);
        DeleteSecretRequest request =
                forced ? new DeleteSecretRequest(NAME).forceDeleteWithoutRecovery(true) : new DeleteSecretRequest(NAME);

        assertThatThrownBy(() -> us.secrets.deleteSecret(request))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("You can't delete secret app/db that still has replica regions [eu-west-1,ap-south-1]");
        us.remove(NAME, EU, AP);
        assertThatThrownBy(() -> us.secrets.deleteSecret(request)).isInstanceOf(InvalidParameterException.class);

        us.replicate();
        us.secrets.deleteSecret(request);
        assertThat(eu.has(NAME) || ap.has(NAME)).isFalse();
    }

    @Test
    @Tag("REPL-06")
    void remove_deletesTheReplica_andCanBeRepeated() {
        replicated(EU, AP);

        assertThat(us.remove(NAME, EU)).isEqualTo(List.of(inSync(AP)));
        assertThat(us.replica(NAME, EU))
                .contains(status(EU, StatusType.IN_PROGRESS, Optional.of("The replica is being removed.")));
        us.replicate();

        assertThat(eu.has(NAME)).isFalse();
        assertThat(us.describe(NAME).replicationStatus()).contains(List.of(inSync(AP)));
        assertThatThrownBy(() -> eu.secrets.getSecretValue(NAME)).isInstanceOf(ResourceNotFoundException.class);
        assertThat(us.remove(NAME, EU, "sa-east-1")).isEqualTo(List.of(inSync(AP)));
        assertThat(us.events()).contains("ReplicaRemoved");
    }

    @Test
    void replicate_afterRemoval_makesAReplicaAnew() {
        for (int i = 0; i < 3; i++) {
            replicated(EU);
            assertReplica(us, eu, NAME);
            us.remove(NAME, EU);
            us.replicate();
        }
        us.replicate(NAME, EU);
        us.remove(NAME, EU);
        us.replicate(NAME, EU);
        us.replicate();
        assertReplica(us, eu, NAME);
    }

    // Promotion

    @Test
    @Tag("REPL-07")
    void stop_makesTheReplicaIndependent() {
        replicated(EU);
        String arn = eu.describe(NAME).arn();

        assertThat(eu.promote(NAME)).isEqualTo(arn);
        us.put(NAME, "two");
        eu.put(NAME, "zwei");
        eu.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn("rotator"));
        eu.secrets.tagResource(new TagResourceRequest(NAME, Map.of("owner", "eu")));
        us.replicate();
        eu.replicate();
        us.replicateLater();

        assertThat(eu.value(NAME)).isEqualTo("zwei");
        assertThat(us.value(NAME)).isEqualTo("two");
        for (Site independent : List.of(us, eu)) {
            assertThat(independent.describe(NAME).primaryRegion()).isEmpty();
            assertThat(independent.describe(NAME).replicationStatus()).isEmpty();
        }
        eu.secrets.deleteSecret(NAME);
        us.secrets.deleteSecret(NAME);
    }

    /** The primary hears of it from the region of the replica, without a change of its own. */
    @Test
    @Tag("REPL-07")
    void stop_detachesThePrimary() {
        replicated(EU, AP);
        eu.promote(NAME);
        assertThat(eu.replicate()).isEqualTo(1);

        assertThat(us.describe(NAME).replicationStatus()).contains(List.of(inSync(AP)));
        assertThat(eu.state(NAME).replication()).isEmpty();
        assertThat(eu.events()).contains("ReplicaDetached");
    }

    @Test
    void promoted_canHaveReplicas_alsoInPlaceOfItsFormerPrimary() {
        replicated(EU);
        eu.promote(NAME);
        eu.put(NAME, "zwei");
        eu.replicate(NAME, AP, US);
        eu.replicate();
        assertReplica(eu, ap, NAME);
        assertThat(eu.replica(NAME, US).orElseThrow().statusMessage())
                .contains("Secret with this name already exists in this region");

        eu.overwrite(NAME, US);
        eu.replicateLater();
        eu.replicateLater();

        assertReplica(eu, us, NAME);
        assertThat(us.value(NAME)).isEqualTo("zwei");
        assertThat(us.describe(NAME).primaryRegion()).contains(EU);
    }

    @Test
    @Tag("REPL-08")
    void stop_secretThatIsNoReplica_isRefused() {
        assertThatThrownBy(() -> us.promote(NAME))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("You can't stop replication of a secret that is not a replica.");
        replicated(EU);
        assertThatThrownBy(() -> us.promote(NAME)).isInstanceOf(InvalidRequestException.class);
    }

    // Names in use

    @Test
    @Tag("REPL-04")
    void replicate_nameInUse_failsUnlessOverwritten() {
        eu.secrets.createSecret(NAME, "theirs");
        replicated(EU);

        ReplicationStatusType failed =
                status(EU, StatusType.FAILED, Optional.of("Secret with this name already exists in this region"));
        assertThat(us.describe(NAME).replicationStatus()).contains(List.of(failed));
        assertThat(eu.value(NAME)).isEqualTo("theirs");
        us.replicateLater();
        assertThat(eu.value(NAME)).isEqualTo("theirs");

        us.overwrite(NAME, EU);
        us.replicate();
        assertReplica(us, eu, NAME);
        assertThat(eu.value(NAME)).isEqualTo("one");
    }

    /** A primary must not strand the replicas of another one, and a secret that waits for its deletion is in the way, too. */
    @Test
    @Tag("REPL-04")
    void overwrite_ofAnotherPrimary_fails() {
        eu.secrets.createSecret(NAME, "theirs");
        eu.replicate(NAME, AP);
        eu.replicate();
        us.overwrite(NAME, EU);
        us.replicate();

        assertThat(us.replica(NAME, EU).orElseThrow().statusMessage())
                .contains("Secret with this name already exists in this region, and has replicas of its own");
        assertThat(eu.value(NAME)).isEqualTo("theirs");
    }

    @Test
    @Tag("REPL-04")
    void replicate_nameScheduledForDeletion_failsUntilItIsGone() {
        eu.secrets.createSecret(NAME, "theirs");
        eu.secrets.deleteSecret(new DeleteSecretRequest(NAME).recoveryWindowInDays(7));
        replicated(EU);
        assertThat(us.status(NAME, EU)).contains(StatusType.FAILED);

        fixture.clock.advance(Duration.ofDays(7));
        us.replicate();
        assertReplica(us, eu, NAME);
    }

    /** The permission to overwrite is spent by the first copy: who was promoted later is not overwritten by it. */
    @Test
    void overwrite_isForOneCopyOnly() {
        eu.secrets.createSecret(NAME, "theirs");
        us.overwrite(NAME, EU);
        us.replicate();
        eu.promote(NAME);
        eu.put(NAME, "zwei");
        us.put(NAME, "two");
        us.replicate();

        assertThat(eu.value(NAME)).isEqualTo("zwei");
        assertThat(us.describe(NAME).replicationStatus()).isEmpty();
        assertThat(us.events()).contains("ReplicaDetached");
    }

    // What is shown

    @Test
    @Tag("DESC-08")
    void describe_tellsReplicationOnlyOfWhatIsReplicated() {
        DescribeSecretResponse alone = us.describe(NAME);
        assertThat(alone.primaryRegion()).isEmpty();
        assertThat(alone.replicationStatus()).isEmpty();

        replicated(EU);

        assertThat(us.describe(NAME).primaryRegion()).contains(US);
        assertThat(us.describe(NAME).replicationStatus()).contains(List.of(inSync(EU)));
        assertThat(eu.describe(NAME).primaryRegion()).contains(US);
        assertThat(eu.describe(NAME).replicationStatus()).isEmpty();

        us.remove(NAME, EU);
        us.replicate();
        assertThat(us.describe(NAME).primaryRegion()).isEmpty();
    }

    @Test
    @Tag("FILT-10")
    void list_byPrimaryRegion_findsReplicatedSecretsByPrefix() {
        us.secrets.createSecret("alone", "value");
        replicated(EU);

        assertThat(listed(us, "us-")).containsExactly(NAME);
        assertThat(listed(us, US)).containsExactly(NAME);
        assertThat(listed(us, "eu-")).isEmpty();
        assertThat(listed(eu, "us-")).containsExactly(NAME);
        assertThat(listed(us, "!us-")).containsExactly("alone");
        assertThat(us.secrets.listSecrets().secretList())
                .filteredOn(entry -> entry.name().equals(NAME))
                .extracting(SecretListEntry::primaryRegion)
                .containsExactly(Optional.of(US));
    }

    private static List<String> listed(Site site, String primaryRegion) {
        return site
                .secrets
                .listSecrets(new ListSecretsRequest().filters(new Filter(FilterKey.PRIMARY_REGION, primaryRegion)))
                .secretList()
                .stream()
                .map(SecretListEntry::name)
                .toList();
    }

    @Test
    void trail_tellsOfEachCopy() {
        replicated(EU);

        AuditEvent event = us.trail.get(us.trail.size() - 1);
        assertThat(event.eventName()).isEqualTo("ReplicationSucceeded");
        assertThat(event.resourceArn()).contains(created.arn());
        assertThat(event.principal()).isEqualTo("secretsmanager.amazonaws.com");
        assertThat(event.requestParameters()).isEqualTo(Map.of("replicaRegion", EU));
    }

    @Test
    void report_countsReplicas_andTellsTheLag() {
        us.secrets.createSecret("other", "value");
        us.replicate(NAME, EU);
        us.replicate("other", EU);
        fixture.clock.advance(Duration.ofSeconds(90));

        var before = us.secrets.replicationQueue().report().regions();
        us.replicate();
        var after = us.secrets.replicationQueue().report().regions();

        assertThat(before.get(EU))
                .isEqualTo(new ReplicationReport.Region(0, 2, 0, Optional.of(Duration.ofSeconds(90))));
        assertThat(after.get(EU)).isEqualTo(new ReplicationReport.Region(2, 0, 0, Optional.empty()));
        assertThat(after.get(AP)).isEqualTo(new ReplicationReport.Region(0, 0, 0, Optional.empty()));
    }
}
