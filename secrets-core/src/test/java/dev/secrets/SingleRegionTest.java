package dev.secrets;

import static dev.secrets.Refusals.assertNotFound;
import static dev.secrets.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.RemoveRegionsFromReplicationResponse;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.StopReplicationToReplicaRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replication in a store of one region (section 16): there is nowhere to replicate to. */
final class SingleRegionTest {
    private final SecretsFixture fixture = new SecretsFixture();
    private final EmbeddedSecretsManager secrets = fixture.secrets;

    @BeforeEach
    void create() {
        secrets.createSecret("app/db", "value");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Tag("REPL-05")
    void replicate_toTheOwnRegion_isRefused() {
        assertRefused(
                fixture,
                () -> replicate("app/db", "us-east-1"),
                "InvalidParameterException",
                "Invalid replica region.");
    }

    /** Our choice. */
    @Test
    void replicate_toAnotherRegion_isRefused() {
        assertRefused(
                fixture,
                () -> replicate("app/db", "eu-west-1"),
                "InvalidParameterException",
                "Invalid replica region. This store has no other region than us-east-1.");
    }

    @Test
    @Tag("CREATE-18")
    void create_withReplica_isRefusedAndNothingCreated() {
        assertRefused(
                fixture,
                () -> secrets.createSecret(
                        new CreateSecretRequest("other").addReplicaRegions(new ReplicaRegionType("us-east-1"))),
                "InvalidParameterException",
                "Invalid replica region.");
    }

    @Test
    @Tag("REPL-06")
    void remove_regionWithoutReplica_succeedsAgainAndAgain() {
        RemoveRegionsFromReplicationRequest request =
                new RemoveRegionsFromReplicationRequest("app/db", List.of("eu-west-1"));
        String arn = secrets.describeSecret("app/db").arn();

        for (int i = 0; i < 2; i++) {
            assertThat(secrets.removeRegionsFromReplication(request))
                    .isEqualTo(new RemoveRegionsFromReplicationResponse(arn, List.of()));
        }
    }

    /** Our choice of code and text. */
    @Test
    @Tag("REPL-08")
    void stop_secretThatIsNoReplica_isRefused() {
        assertRefused(
                fixture,
                () -> secrets.stopReplicationToReplica(new StopReplicationToReplicaRequest("app/db")),
                "InvalidParameterException",
                "You can't stop replication of a secret that is not a replica.");
    }

    @Test
    void replication_unknownSecret_isNotFound() {
        assertNotFound(fixture, () -> replicate("no/such", "eu-west-1"));
        assertNotFound(
                fixture,
                () -> secrets.removeRegionsFromReplication(
                        new RemoveRegionsFromReplicationRequest("no/such", List.of("eu-west-1"))));
        assertNotFound(fixture, () -> secrets.stopReplicationToReplica(new StopReplicationToReplicaRequest("no/such")));
    }

    private void replicate(String secretId, String region) {
        secrets.replicateSecretToRegions(
                new ReplicateSecretToRegionsRequest(secretId, List.of(new ReplicaRegionType(region))));
    }
}
