package dev.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.RotationQueue;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.testing.FaultySecretStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a step may begin without asking the store (checklist CANC-08). */
@Tag("CANC-08")
final class HeldLeaseTest {
    private static final String NAME = "app/db";
    private static final Duration LENGTH = Duration.ofMinutes(1);

    private final FaultySecretStore store = new FaultySecretStore(new InMemorySecretStore());
    private final TinkKeyManager keys = new TinkKeyManager(store, new PlainRootKey());
    private final EmbeddedSecretsManager secrets =
            new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), AuditListener.none());
    private final RotationQueue queue = secrets.rotationQueue();
    private long nanos = 1_000_000_000;
    private final HeldLease held = claim();

    private HeldLease claim() {
        secrets.createSecret(NAME, "one");
        secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn("rotator"));
        return new HeldLease(queue, queue.claim(NAME, "node", LENGTH).orElseThrow(), LENGTH, nanos, () -> nanos);
    }

    @AfterEach
    void close() {
        secrets.close();
        keys.close();
    }

    @Test
    void requireForStep_storesWordIsFresh_asksNothing() {
        pass(RotationQueue.UNCANCELLED_FOR.minusNanos(1));

        assertThat(callsOf(held::requireForStep)).isZero();
    }

    @Test
    void requireForStep_storesWordIsOld_asksAndKnowsForAsLongAgain() {
        pass(RotationQueue.UNCANCELLED_FOR);
        assertThat(callsOf(held::requireForStep)).isPositive();

        pass(RotationQueue.UNCANCELLED_FOR.minusNanos(1));
        assertThat(callsOf(held::requireForStep)).isZero();

        pass(Duration.ofNanos(1));
        assertThat(callsOf(held::requireForStep)).isPositive();
    }

    @Test
    void requireForStep_afterAChangeOrARenewal_asksNothing() {
        pass(RotationQueue.UNCANCELLED_FOR);
        held.change(lease -> queue.putPendingValue(lease, SecretValue.ofString("two")));
        assertThat(callsOf(held::requireForStep)).isZero();

        pass(RotationQueue.UNCANCELLED_FOR);
        held.renew();
        assertThat(callsOf(held::requireForStep)).isZero();
    }

    /** It may have been cancelled as soon as it was made. */
    @Test
    void requireForStep_changeTookLong_asks() {
        held.change(lease -> {
            queue.putPendingValue(lease, SecretValue.ofString("two"));
            pass(RotationQueue.UNCANCELLED_FOR);
        });

        assertThat(callsOf(held::requireForStep)).isPositive();
    }

    @Test
    void requireForStep_cancelled_isRefusedAsSoonAsTheCancelCanHaveReturned() {
        secrets.cancelRotateSecret(new CancelRotateSecretRequest(NAME));
        pass(RotationQueue.UNCANCELLED_FOR);

        assertThatThrownBy(held::requireForStep).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(held::requireForStep).as("again").isInstanceOf(LeaseLostException.class);
    }

    @Test
    void requireForStep_aThirdOfTheLeaseIsGone_renews() {
        pass(LENGTH.dividedBy(3));

        held.requireForStep();

        assertThat(held.lease().until()).isAfter(store.now().plus(LENGTH).minusSeconds(LENGTH.toSeconds() / 3));
        pass(LENGTH.dividedBy(2));
        assertThat(held.isSafe()).isTrue();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private int callsOf(Runnable call) {
        int before = store.calls();
        call.run();
        return store.calls() - before;
    }
}
