package dev.secrets;

import static dev.secrets.RegionsFixture.AP;
import static dev.secrets.RegionsFixture.EU;
import static dev.secrets.RegionsFixture.NAME;
import static dev.secrets.RegionsFixture.US;
import static dev.secrets.RegionsFixture.assertReplica;
import static dev.secrets.RegionsFixture.inSync;
import static dev.secrets.RegionsFixture.replicaStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.RegionsFixture.Site;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.StatusType;
import dev.secrets.model.TagResourceRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a replica ends (section 16 of the reference): removed, promoted, and what is left of it. */
final class ReplicaLifecycleTest {
    @AutoClose
    private final RegionsFixture fixture = new RegionsFixture();

    private final Site us = fixture.us;
    private final Site eu = fixture.eu;
    private final Site ap = fixture.ap;

    @BeforeEach
    void createPrimary() {
        fixture.createPrimary();
    }

    // Deletion

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("DEL-09")
    void delete_ofAPrimary_isRefusedUntilItsReplicasAreGone(boolean forced) {
        fixture.replicated(EU, AP);
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
        fixture.replicated(EU, AP);

        assertThat(us.remove(NAME, EU)).isEqualTo(List.of(inSync(AP)));
        assertThat(us.replica(NAME, EU))
                .contains(replicaStatus(EU, StatusType.IN_PROGRESS, Optional.of("The replica is being removed.")));
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
            fixture.replicated(EU);
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
        fixture.replicated(EU);
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
        fixture.replicated(EU, AP);
        eu.promote(NAME);
        assertThat(eu.replicate()).isEqualTo(1);

        assertThat(us.describe(NAME).replicationStatus()).contains(List.of(inSync(AP)));
        assertThat(eu.state(NAME).replication()).isEmpty();
        assertThat(eu.events()).contains("ReplicaDetached");
    }

    @Test
    void promoted_canHaveReplicas_alsoInPlaceOfItsFormerPrimary() {
        fixture.replicated(EU);
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

    /** The primary, which was not told of the promotion, does not bring back what was deleted. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void promotedAndDeleted_staysAway_untilACallerAsks(boolean forced) {
        fixture.replicated(EU);
        eu.promote(NAME);
        eu.secrets.deleteSecret(
                forced
                        ? new DeleteSecretRequest(NAME).forceDeleteWithoutRecovery(true)
                        : new DeleteSecretRequest(NAME).recoveryWindowInDays(7));
        fixture.clock.advance(Duration.ofDays(8));
        us.put(NAME, "two");
        us.replicate();
        us.replicateLater();

        assertThatThrownBy(() -> eu.value(NAME)).isInstanceOf(ResourceNotFoundException.class);
        assertThat(us.replica(NAME, EU).orElseThrow().statusMessage())
                .contains(
                        "The replica is not there any more: it was promoted and deleted, or lost. To have it made anew, "
                                + "replicate to the region again.");

        us.replicate(NAME, EU);
        us.replicate();
        assertReplica(us, eu, NAME);
    }

    @Test
    void promotedAndDeleted_primaryCanLetGoOfIt() {
        fixture.replicated(EU);
        eu.promote(NAME);
        eu.secrets.deleteSecret(new DeleteSecretRequest(NAME).forceDeleteWithoutRecovery(true));
        us.put(NAME, "two");
        us.replicate();

        us.remove(NAME, EU);
        us.replicateLater();

        assertThat(us.describe(NAME).replicationStatus()).isEmpty();
        us.secrets.deleteSecret(NAME);
    }

    @Test
    void promotedAndDeleted_nameUsedAnew_isLeftAlone() {
        fixture.replicated(EU);
        eu.promote(NAME);
        eu.secrets.deleteSecret(new DeleteSecretRequest(NAME).forceDeleteWithoutRecovery(true));
        eu.secrets.createSecret(NAME, "another");
        us.put(NAME, "two");

        us.replicateLater();

        assertThat(eu.value(NAME)).isEqualTo("another");
    }

    @Test
    @Tag("REPL-08")
    void stop_secretThatIsNoReplica_isRefused() {
        assertThatThrownBy(() -> us.promote(NAME))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("You can't stop replication of a secret that is not a replica.");
        fixture.replicated(EU);
        assertThatThrownBy(() -> us.promote(NAME)).isInstanceOf(InvalidParameterException.class);
    }
}
