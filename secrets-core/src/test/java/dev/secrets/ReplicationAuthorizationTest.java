package dev.secrets;

import static dev.secrets.Policies.allow;
import static dev.secrets.Policies.condition;
import static dev.secrets.RegionsFixture.AP;
import static dev.secrets.RegionsFixture.EU;
import static dev.secrets.RegionsFixture.US;
import static dev.secrets.RegionsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.RegionsFixture.Site;
import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.ReplicaRegionType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who may replicate (sections 7 and 8 of the policy reference), and what policies can ask about a replicated secret. */
final class ReplicationAuthorizationTest {
    private static final String NAME = "app/db";

    @AutoClose
    private final RegionsFixture fixture = new RegionsFixture();

    private final Site us = fixture.us;
    private final Site eu = fixture.eu;

    private SecretsManager bound(Site site, String... statements) {
        return site.with(Policies.of(Policies.APP, statements), site.options()).as(CallerIdentity.of(Policies.APP));
    }

    private static void assertDenied(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void regions_canBeLimitedByPolicy() {
        us.secrets.createSecret(NAME, "value");
        SecretsManager app = bound(
                us,
                allow(
                        "ReplicateSecretToRegions",
                        "*",
                        condition("ForAllValues:StringEquals", "secretsmanager:AddReplicaRegions", EU)));

        assertDenied(() -> app.replicateSecretToRegions(request(NAME, EU, AP)));
        assertDenied(() -> app.replicateSecretToRegions(request(NAME, AP)));
        app.replicateSecretToRegions(request(NAME, EU));
        us.replicate();
        assertThat(eu.value(NAME)).isEqualTo("value");
    }

    @Test
    void overwriting_canBeForbiddenByPolicy() {
        us.secrets.createSecret(NAME, "value");
        SecretsManager app = bound(
                us,
                allow("*", "*"),
                "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'Bool':"
                        + "{'secretsmanager:ForceOverwriteReplicaSecret':'true'}}}");

        assertDenied(() -> app.replicateSecretToRegions(request(NAME, EU).forceOverwriteReplicaSecret(true)));
        assertDenied(() -> app.createSecret(new CreateSecretRequest("new")
                .addReplicaRegions(new ReplicaRegionType(EU))
                .forceOverwriteReplicaSecret(true)));
        app.replicateSecretToRegions(request(NAME, EU).forceOverwriteReplicaSecret(false));
        app.replicateSecretToRegions(request(NAME, EU));
    }

    @Test
    void create_withReplicas_needsToReplicate() {
        CreateSecretRequest request = new CreateSecretRequest(NAME).addReplicaRegions(new ReplicaRegionType(EU));

        assertDenied(() -> bound(us, allow("CreateSecret", "*")).createSecret(request));
        assertThat(us.has(NAME)).isFalse();
        bound(us, allow("CreateSecret", "*"), allow("ReplicateSecretToRegions", "*"))
                .createSecret(request);
    }

    @Test
    void primaryRegion_isAFactOfReplicatedSecretsAlone() {
        us.secrets.createSecret(NAME, "value");
        String[] primaryIsUs = {
            allow("GetSecretValue", "*", condition("StringEquals", "secretsmanager:SecretPrimaryRegion", US))
        };
        assertDenied(() -> bound(us, primaryIsUs).getSecretValue(NAME));

        us.replicate(NAME, EU);
        us.replicate();

        bound(us, primaryIsUs).getSecretValue(NAME);
        bound(eu, primaryIsUs).getSecretValue(NAME);
        eu.promote(NAME);
        assertDenied(() -> bound(eu, primaryIsUs).getSecretValue(NAME));
    }

    /** The policy came with the copy: who is denied by it is denied in both regions. */
    @Test
    void resourcePolicy_bindsInTheRegionOfTheReplica() {
        us.secrets.createSecret(NAME, "value");
        us.secrets.putResourcePolicy(new PutResourcePolicyRequest(
                NAME, Policies.document(Policies.statement("Deny", Policies.APP, "secretsmanager:GetSecretValue"))));
        us.replicate(NAME, EU);
        us.replicate();

        assertDenied(() -> bound(eu, allow("*", "*")).getSecretValue(NAME));
        bound(eu, allow("*", "*")).describeSecret(NAME);
    }

    /** Whoever may not change it does not learn that it is a replica. */
    @Test
    void mutationOfAReplica_isAuthorisedFirst() {
        us.secrets.createSecret(NAME, "value");
        us.replicate(NAME, EU);
        us.replicate();

        assertDenied(() -> bound(eu, allow("GetSecretValue", "*")).putSecretValue(NAME, "two"));
        assertThatThrownBy(() -> bound(eu, allow("PutSecretValue", "*")).putSecretValue(NAME, "two"))
                .isInstanceOf(InvalidParameterException.class);
    }
}
