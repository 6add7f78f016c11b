package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.secrets.Operations.Operation;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyManager;
import dev.secrets.maintenance.ReencryptionOptions;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.RestoreSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.SecretValue;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.testing.FaultySecretStore;
import dev.secrets.testing.Stall;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store fails at the first call of an operation, at the second, and so on to the last: the old state stays whole, the error
 * says that nothing was changed, and the operation succeeds when it is tried again. Or the store can't tell what became of a
 * commit: the operation finds out.
 */
final class StoreFailureTest {
    private static final StoreUnavailableException DOWN = new StoreUnavailableException("Down", true);
    private static final OutcomeUnknownException UNKNOWN =
            new OutcomeUnknownException("Unknown", new IllegalStateException("A planned fault"));
    private static final Duration LEASE = Duration.ofMinutes(5);

    /** The secret that {@link Operations} prepares, in a store that fails as it is told. */
    private static final class Scene implements AutoCloseable {
        private final SecretsFixture fixture = new SecretsFixture();
        private final FaultySecretStore store = new FaultySecretStore(fixture.store);
        private final EmbeddedSecretsManager secrets = new EmbeddedSecretsManager(
                store, fixture.keys, IdentityPolicies.none(), AuditListener.none(), fixture.options);
        private final RotationQueue queue = secrets.rotationQueue();

        Scene() {
            Operations.prepare(fixture);
        }

        Map<StoredSecret, Set<StoredValue>> content() {
            return fixture.content();
        }

        Optional<Long> revision() {
            return fixture.store
                    .find(Operations.NAME)
                    .map(found -> found.secret().revision());
        }

        /** Begins a rotation and takes as many of a worker's calls as given, past the store that fails. */
        RotationLease rotate(int calls) {
            fixture.secrets.rotateSecret(Operations.NAME);
            RotationQueue sound = fixture.secrets.rotationQueue();
            RotationLease lease = sound.claim("worker", LEASE, 1).get(0);
            new ScriptedRotator(sound, "new").run(lease, calls);
            return lease;
        }

        @Override
        public void close() {
            secrets.close();
            fixture.close();
        }
    }

    /**
     * What is done.
     *
     * @param prepare what is done before, and returns what is done then: whether it was, or an exception
     * @param changes whether it changes the store
     * @param forgives whether it goes on without what failed
     */
    private record Act(String name, Preparation prepare, boolean changes, boolean forgives) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Preparation {
        Predicate<Scene> in(Scene scene);
    }

    static Stream<Act> acts() {
        return Stream.of(Operations.all().map(StoreFailureTest::act), work()).flatMap(acts -> acts);
    }

    static Stream<Act> changes() {
        return acts().filter(Act::changes);
    }

    /** Without a change there is nothing but the date of last access, which never fails a read. */
    private static Act act(Operation operation) {
        boolean changes = operation.changes()
                && operation.refusedWith().isEmpty()
                && !NO_CHANGE_OF_WHAT_IS_PREPARED.contains(operation.action());
        return new Act(
                operation.toString(), scene -> again -> perform(operation, again), changes, !operation.changes());
    }

    private static final Set<String> NO_CHANGE_OF_WHAT_IS_PREPARED =
            Set.of("DeleteResourcePolicy", "RestoreSecret", "RemoveRegionsFromReplication");

    private static boolean perform(Operation operation, Scene scene) {
        try {
            operation.perform(scene.secrets);
        } catch (SecretsManagerException refusal) {
            if (!operation.refusedWith().equals(Optional.of(refusal.errorCode()))) {
                throw refusal;
            }
        }
        return true;
    }

    /** What schedulers do. To claim and to purge pass over what can't be served. */
    private static Stream<Act> work() {
        return Stream.of(
                new Act(
                        "claim",
                        before -> {
                            before.fixture.secrets.rotateSecret(Operations.NAME);
                            return scene ->
                                    !scene.queue.claim("worker", LEASE, 1).isEmpty();
                        },
                        true,
                        true),
                new Act(
                        "purge",
                        before -> {
                            before.fixture.secrets.deleteSecret(
                                    new DeleteSecretRequest(Operations.NAME).recoveryWindowInDays(7));
                            before.fixture.clock.advance(Duration.ofDays(8));
                            return scene -> scene.queue.purge(1) == 1;
                        },
                        true,
                        true),
                step("renew", 0, (queue, lease) -> queue.renew(lease, LEASE.plusMinutes(1))),
                step("putPendingValue", 0, (queue, lease) -> queue.putPendingValue(lease, SecretValue.ofString("new"))),
                step("finish", 3, RotationQueue::finish),
                step("complete", 4, RotationQueue::complete),
                step("fail", 1, (queue, lease) -> queue.fail(lease, "failed", Optional.empty())));
    }

    private interface Step {
        void take(RotationQueue queue, RotationLease lease);
    }

    private static Act step(String name, int callsBefore, Step step) {
        return new Act(
                name,
                before -> {
                    RotationLease lease = before.rotate(callsBefore);
                    return scene -> {
                        step.take(scene.queue, lease);
                        return true;
                    };
                },
                true,
                false);
    }

    // The store fails

    @ParameterizedTest
    @MethodSource("acts")
    @Tag("VALID-11")
    void act_storeFailsAtAnyCall_changesNothingAndSucceedsAgain(Act act) {
        int calls = 0;
        while (fails(act, calls + 1)) {
            calls++;
        }
        assertThat(calls).as("calls of the store").isGreaterThanOrEqualTo(act.changes() ? 2 : 0);
    }

    /** Returns whether there was such a call. */
    private static boolean fails(Act act, int call) {
        try (Scene scene = new Scene()) {
            Predicate<Scene> todo = act.prepare().in(scene);
            Map<StoredSecret, Set<StoredValue>> before = scene.content();
            scene.store.failCall(call, DOWN);
            Throwable failure = catchThrowable(() -> todo.test(scene));
            if (scene.store.faultsLeft()) {
                scene.store.clearFaults();
                assertThat(failure).isNull();
                return false;
            }
            assertThat(scene.content()).as("what the store holds").isEqualTo(before);
            assertFailure(act, failure);
            assertThat(todo.test(scene)).as("done when tried again").isTrue();
            return true;
        }
    }

    private static void assertFailure(Act act, Throwable failure) {
        if (failure != null || !act.forgives()) {
            assertThat(failure)
                    .isInstanceOf(InternalServiceErrorException.class)
                    .hasMessage("The store is not available. Nothing was changed.");
        }
    }

    // The store can't tell

    @ParameterizedTest
    @MethodSource("changes")
    void change_madeThoughTheStoreCannotTell_isDoneOnce(Act act) {
        assertDoneOnce(act, store -> store.loseCommitAnswer(1), 1);
    }

    static Stream<Act> changesOfRecords() {
        return changes().filter(act -> !isCreation(act));
    }

    static Stream<Act> creations() {
        return changes().filter(StoreFailureTest::isCreation);
    }

    private static boolean isCreation(Act act) {
        return act.name().startsWith("CreateSecret");
    }

    /** It may have been made, and the secret deleted since: made again, it would undo the deletion. */
    @ParameterizedTest
    @MethodSource("creations")
    void creation_notMadeThoughTheStoreCannotTell_isToldAsUnknown(Act act) {
        try (Scene scene = new Scene()) {
            Predicate<Scene> todo = act.prepare().in(scene);
            Map<StoredSecret, Set<StoredValue>> before = scene.content();
            scene.store.failCommit(1, UNKNOWN);

            assertThatThrownBy(() -> todo.test(scene))
                    .isInstanceOf(InternalServiceErrorException.class)
                    .hasMessageContaining("Whether it was made is not known");

            assertThat(scene.content()).isEqualTo(before);
            assertThat(todo.test(scene)).as("done when tried again").isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("changesOfRecords")
    void change_notMadeThoughTheStoreCannotTell_isDoneAgain(Act act) {
        assertDoneOnce(act, store -> store.failCommit(1, UNKNOWN), 2);
    }

    private static void assertDoneOnce(Act act, Consumer<FaultySecretStore> fault, int commits) {
        try (Scene scene = new Scene()) {
            Predicate<Scene> todo = act.prepare().in(scene);
            Map<StoredSecret, Set<StoredValue>> before = scene.content();
            Optional<Long> revision = scene.revision();
            fault.accept(scene.store);

            assertThat(todo.test(scene) || act.forgives() && todo.test(scene))
                    .as("done, at the next pass at the latest")
                    .isTrue();

            assertThat(scene.store.commits()).isEqualTo(commits);
            assertThat(scene.content()).isNotEqualTo(before);
            scene.revision()
                    .ifPresent(now -> assertThat(now - revision.orElseThrow()).isBetween(0L, 1L));
        }
    }

    @Test
    void change_ofWhichTheStoreCanNeverTell_isToldAsSuch() {
        try (Scene scene = new Scene()) {
            Map<StoredSecret, Set<StoredValue>> before = scene.content();
            IntStream.rangeClosed(1, 100).forEach(commit -> scene.store.failCommit(commit, UNKNOWN));

            assertThatThrownBy(() -> scene.secrets.putSecretValue(Operations.NAME, "two"))
                    .isInstanceOf(InternalServiceErrorException.class)
                    .hasMessage("The store failed while it made the change. Whether it was made is not known: "
                            + "read the secret to find out.");

            assertThat(scene.content()).isEqualTo(before);
        }
    }

    @Test
    void change_ofWhichTheStoreCannotTellBeforeItFails_isToldAsUnknown() {
        try (Scene scene = new Scene()) {
            scene.store.loseCommitAnswer(1);
            IntStream.rangeClosed(3, 20).forEach(call -> scene.store.failCall(call, DOWN));

            assertThatThrownBy(() -> scene.secrets.putSecretValue(Operations.NAME, "two"))
                    .isInstanceOf(InternalServiceErrorException.class)
                    .hasMessageContaining("Whether it was made is not known");

            assertThat(scene.fixture.value(Operations.NAME)).isEqualTo("two");
        }
    }

    /** The secret is deleted, restored by another node, and not deleted once more. */
    @Test
    void change_madeAndOvertaken_isToldAsUnknownAndNotDoneAgain() {
        try (Scene scene = new Scene();
                Stall readBack = scene.store.stallCall(3)) {
            scene.store.loseCommitAnswer(1);
            CompletableFuture<?> deleted = CompletableFuture.supplyAsync(
                    () -> scene.secrets.deleteSecret(new DeleteSecretRequest(Operations.NAME)));
            readBack.awaitReached();
            scene.fixture.secrets.restoreSecret(new RestoreSecretRequest(Operations.NAME));
            readBack.release();

            assertThatThrownBy(deleted::join)
                    .hasCauseInstanceOf(InternalServiceErrorException.class)
                    .hasMessageContaining("Whether it was made is not known");

            assertThat(scene.fixture.value(Operations.NAME)).isNotEmpty();
        }
    }

    @Test
    void reencryption_storeFailsInTheMiddle_saysThatWhatWasDoneStands() {
        try (Scene scene = new Scene()) {
            scene.secrets.createSecret("another", "one");
            scene.secrets.keys().rotateKey(KeyManager.DEFAULT_KEY_ID);
            Map<StoredSecret, Set<StoredValue>> before = scene.content();
            scene.store.failCommit(2, DOWN);

            assertThatThrownBy(() -> scene.secrets.reencrypt(ReencryptionOptions.defaults(), progress -> {}))
                    .isInstanceOf(InternalServiceErrorException.class)
                    .hasMessageContaining("What was done until then stands");

            assertThat(scene.content()).isNotEqualTo(before);
        }
    }

    /** The token tells that it is the same version. */
    @Test
    void change_madeAndNotReadBack_isFoundByTheNextAttempt() {
        try (Scene scene = new Scene()) {
            scene.store.loseCommitAnswer(1);
            scene.store.failCall(3, DOWN);

            scene.secrets.putSecretValue(Operations.NAME, "two");

            assertThat(scene.store.faultsLeft()).isFalse();
            assertThat(scene.store.commits()).isEqualTo(1);
            assertThat(scene.fixture.value(Operations.NAME)).isEqualTo("two");
        }
    }
}
