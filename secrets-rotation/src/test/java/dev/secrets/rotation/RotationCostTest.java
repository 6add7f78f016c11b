package dev.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.EmbeddedOptions;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.testing.FaultySecretStore;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a rotation costs its store, which is what it costs in time. */
final class RotationCostTest {
    private final FaultySecretStore store = new FaultySecretStore(new InMemorySecretStore());

    /** The claim, the pending value, and the end; the dates on which values were read go along with them. */
    @Test
    void rotation_withNothingToDoAtItsTarget_takesThreeCommits() {
        EmbeddedOptions options = EmbeddedOptions.defaults().background(work -> {});
        try (TinkKeyManager keys = new TinkKeyManager(store, new PlainRootKey());
                EmbeddedSecretsManager secrets = new EmbeddedSecretsManager(
                        store, keys, IdentityPolicies.none(), AuditListener.none(), options)) {
            secrets.createSecret("app/api", "the first value");
            secrets.rotateSecret(new RotateSecretRequest("app/api").rotationLambdaArn("rotator"));
            RotationScheduler scheduler = new RotationScheduler(
                    secrets,
                    secrets.rotationQueue(),
                    Map.of("rotator", new GeneratedValueRotator(new GetRandomPasswordRequest())));
            int before = store.commits();

            assertThat(scheduler.runDue()).isEqualTo(1);

            assertThat(store.commits() - before).isEqualTo(3);
            try (EmbeddedSecretsManager another =
                    new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), AuditListener.none(), options)) {
                assertThat(another.describeSecret("app/api").lastRotatedDate()).isPresent();
                assertThat(another.describeSecret("app/api").lastAccessedDate()).isPresent();
            }
        }
    }
}
