package dev.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.EmbeddedOptions;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.testing.FaultySecretStore;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a rotation costs its store, which is what it costs in time. */
final class RotationCostTest {
    private static final EmbeddedOptions OPTIONS = EmbeddedOptions.defaults().background(work -> {});

    private final FaultySecretStore store = new FaultySecretStore(new InMemorySecretStore());
    private final TinkKeyManager keys = new TinkKeyManager(store, new PlainRootKey());
    private final EmbeddedSecretsManager secrets = manager();

    private EmbeddedSecretsManager manager() {
        return new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), AuditListener.none(), OPTIONS);
    }

    @AfterEach
    void close() {
        secrets.close();
        keys.close();
    }

    /** The claim, the pending value, and the end; the dates on which values were read go along with them. */
    @Test
    void rotation_withNothingToDoAtItsTarget_takesThreeCommits() {
        int before = store.commits();

        rotate(new GeneratedValueRotator(new GetRandomPasswordRequest()));

        assertThat(store.commits() - before).isEqualTo(2 + 3);
        try (EmbeddedSecretsManager another = manager()) {
            assertThat(another.describeSecret("app/api").lastRotatedDate()).isPresent();
            assertThat(another.describeSecret("app/api").lastAccessedDate()).isPresent();
        }
    }

    /** The current value, whose login the pending one may not leave. That nothing was cancelled, the commits have said. */
    @Test
    void rotation_byWhatReadsNothing_takesOneRead() {
        int before = store.reads();

        rotate(new Rotator() {
            @Override
            public String target(RotationContext context) {
                return context.secretName();
            }

            @Override
            public void createSecret(RotationContext context) {
                context.putPending(SecretValue.ofString("the next value"));
            }

            @Override
            public void setSecret(RotationContext context) {}

            @Override
            public void testSecret(RotationContext context) {}
        });

        assertThat(store.reads() - before).isEqualTo(2 + 1);
    }

    /** Creates a secret, has it rotated, and rotates it: the first two take a read and a commit each. */
    private void rotate(Rotator rotator) {
        secrets.createSecret("app/api", "the first value");
        secrets.rotateSecret(new RotateSecretRequest("app/api").rotationLambdaArn("rotator"));
        RotationOptions options = RotationOptions.defaults().nanoTime(() -> 0);
        assertThat(new RotationScheduler(secrets, secrets.rotationQueue(), Map.of("rotator", rotator), options)
                        .runDue())
                .isEqualTo(1);
    }
}
