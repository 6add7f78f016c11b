package dev.secrets;

import static dev.secrets.RegionsFixture.AP;
import static dev.secrets.RegionsFixture.EU;
import static dev.secrets.RegionsFixture.NAME;
import static dev.secrets.RegionsFixture.US;
import static dev.secrets.RegionsFixture.inProgress;
import static dev.secrets.RegionsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.secrets.RegionsFixture.Site;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.DeleteResourcePolicyRequest;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be asked of replication (section 16 of the reference), and what is refused. */
final class ReplicationRequestsTest {
    @AutoClose
    private final RegionsFixture fixture = new RegionsFixture();

    private final Site us = fixture.us;
    private final Site eu = fixture.eu;
    private final Site ap = fixture.ap;

    @BeforeEach
    void createPrimary() {
        fixture.createPrimary();
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
        fixture.replicated(EU);

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
        fixture.replicated(EU);
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
}
