package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditEvent;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.SecretValue;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.testing.FaultySecretStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a lease's holder writes without reading again: on the record as it saw it last, and never on an outdated one. */
final class LeasedWritesTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final String NAME = "app/db";

    private final SecretsFixture fixture = new SecretsFixture();
    private final FaultySecretStore store = new FaultySecretStore(fixture.store);
    private final EmbeddedSecretsManager worker = new EmbeddedSecretsManager(
            store, fixture.keys, IdentityPolicies.none(), fixture.trail::add, fixture.options);
    private final RotationQueue queue = worker.rotationQueue();
    private final EmbeddedSecretsManager elsewhere = fixture.secrets;
    private final String first = elsewhere.createSecret(NAME, "one").versionId().orElseThrow();
    private final RotationLease lease = claim();

    private RotationLease claim() {
        elsewhere.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn("rotator"));
        return queue.claim(NAME, "node", LEASE).orElseThrow();
    }

    @AfterEach
    void close() {
        worker.close();
        fixture.close();
    }

    @Test
    @Tag("ROT-09")
    void finishAndComplete_pendingValue_becomesCurrentInOneCommit() {
        queue.putPendingValue(lease, SecretValue.ofString("two"));
        int commits = store.commits();
        fixture.trail.clear();

        queue.finishAndComplete(lease);

        assertThat(store.commits() - commits).isEqualTo(1);
        assertThat(stages()).isEqualTo(Map.of(first, List.of("AWSPREVIOUS"), lease.versionId(), List.of("AWSCURRENT")));
        assertThat(elsewhere.getSecretValue(NAME).secretString()).contains("two");
        assertThat(elsewhere.describeSecret(NAME).lastRotatedDate()).isPresent();
        assertThat(fixture.trail)
                .extracting(AuditEvent::eventName)
                .startsWith("UpdateSecretVersionStage", "UpdateSecretVersionStage", "RotationSucceeded");
    }

    @Test
    @Tag("ROT-29")
    void finishAndComplete_afterFinish_completes() {
        queue.putPendingValue(lease, SecretValue.ofString("two"));
        queue.finish(lease);

        queue.finishAndComplete(lease);

        assertThat(stages()).isEqualTo(Map.of(first, List.of("AWSPREVIOUS"), lease.versionId(), List.of("AWSCURRENT")));
    }

    @Test
    void finishAndComplete_withoutValue_isRefused() {
        assertThatThrownBy(() -> queue.finishAndComplete(lease)).isInstanceOf(InvalidRequestException.class);

        assertThat(stages()).containsEntry(first, List.of("AWSCURRENT"));
    }

    @Test
    void effects_ofTheOnlyWriter_readNothing() {
        List<Runnable> effects = List.of(
                () -> queue.renew(lease, LEASE),
                () -> queue.putPendingValue(lease, SecretValue.ofString("two")),
                () -> queue.finishAndComplete(lease));

        for (Runnable effect : effects) {
            fixture.clock.advance(Duration.ofSeconds(1)); // else the lease would end when it does already
            int reads = store.calls() - store.commits();
            effect.run();
            // One more is the store's clock, which is not a read of the secret.
            assertThat(store.calls() - store.commits() - reads).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void effects_afterAnotherNodeChangedTheSecret_keepItsChange() {
        elsewhere.updateSecret(new UpdateSecretRequest(NAME).description("changed elsewhere"));
        queue.putPendingValue(lease, SecretValue.ofString("two"));
        elsewhere.updateSecret(new UpdateSecretRequest(NAME).description("changed again"));
        queue.finishAndComplete(lease);

        DescribeSecretResponse described = elsewhere.describeSecret(NAME);
        assertThat(described.description()).contains("changed again");
        assertThat(elsewhere.getSecretValue(NAME).secretString()).contains("two");
    }

    @Test
    @Tag("CANC-03")
    void effects_afterAnotherNodeCancelled_changeNothing() {
        queue.putPendingValue(lease, SecretValue.ofString("two"));
        elsewhere.cancelRotateSecret(new CancelRotateSecretRequest(NAME));
        Map<String, List<String>> cancelled = stages();

        List.<Runnable>of(
                        () -> queue.renew(lease, LEASE),
                        () -> queue.finish(lease),
                        () -> queue.finishAndComplete(lease),
                        () -> queue.complete(lease))
                .forEach(effect -> assertThatThrownBy(effect::run).isInstanceOf(LeaseLostException.class));

        assertThat(stages()).isEqualTo(cancelled);
    }

    @Test
    void effects_afterAnotherNodeTookTheLease_changeNothing() {
        queue.putPendingValue(lease, SecretValue.ofString("two"));
        fixture.clock.advance(LEASE);
        RotationLease taken =
                elsewhere.rotationQueue().claim(NAME, "other", LEASE).orElseThrow();

        assertThatThrownBy(() -> queue.finishAndComplete(lease)).isInstanceOf(LeaseLostException.class);

        elsewhere.rotationQueue().finishAndComplete(taken);
        assertThat(elsewhere.getSecretValue(NAME).secretString()).contains("two");
    }

    @Test
    void renew_underALeaseNewerThanWhatIsKept_isDone() {
        RotationLease newer = claimedElsewhere();

        assertThat(queue.renew(newer, LEASE).epoch()).isEqualTo(newer.epoch());
    }

    @Test
    void putAndFinish_underALeaseNewerThanWhatIsKept_areDone() {
        RotationLease newer = claimedElsewhere();

        queue.putPendingValue(newer, SecretValue.ofString("two"));
        queue.finishAndComplete(newer);

        assertThat(elsewhere.getSecretValue(NAME).secretString()).contains("two");
    }

    /** What this process keeps is of the first claim. */
    private RotationLease claimedElsewhere() {
        fixture.clock.advance(LEASE);
        return elsewhere.rotationQueue().claim(NAME, "other", LEASE).orElseThrow();
    }

    private Map<String, List<String>> stages() {
        return elsewhere.describeSecret(NAME).versionIdsToStages().orElseThrow();
    }
}
