package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.secrets.Operations.Operation;
import dev.secrets.audit.AuditEvent;
import dev.secrets.audit.AuditEvent.Phase;
import dev.secrets.audit.AuditListener;
import dev.secrets.audit.AuditSink;
import dev.secrets.audit.FanOutAuditListener;
import dev.secrets.engine.Action;
import dev.secrets.engine.Engine;
import dev.secrets.engine.SecretRead;
import dev.secrets.engine.SecretView;
import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.SecretValue;
import dev.secrets.operations.GetSecretValue;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.testing.FaultySecretStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of calls when the trail refuses their events: no answer leaves, no change is made, or it is told that one was. */
final class AuditRefusalTest {
    private static final String WITHHELD = "The audit trail did not accept the call. The answer is withheld.";
    private static final String NOT_CHANGED = "The audit trail did not accept the call. Nothing was changed.";

    private final SecretsFixture fixture = new SecretsFixture();
    private final FaultySecretStore store = new FaultySecretStore(fixture.store);

    @BeforeEach
    void prepare() {
        Operations.prepare(fixture);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private SecretsManager audited(AuditListener listener) {
        return new EmbeddedSecretsManager(
                        store,
                        fixture.keys,
                        Policies.of(Policies.APP, Policies.allow("*", "*")),
                        listener,
                        fixture.options)
                .as(CallerIdentity.of(Policies.APP));
    }

    /** Takes the events into the fixture's trail but for some. */
    private SecretsManager refusing(Predicate<AuditEvent> some) {
        return audited(event -> {
            if (some.test(event)) {
                throw new IllegalStateException("The disk is full");
            }
            fixture.trail.add(event);
        });
    }

    @Test
    void audited_withoutATrailOfIt_isNotDoneOrToldToBeDone() {
        List<String> done = new ArrayList<>();

        assertThatThrownBy(() -> ownersWork(event -> true, done))
                .isInstanceOf(InternalServiceErrorException.class)
                .hasMessage(NOT_CHANGED);
        assertThat(done).isEmpty();
        assertThatThrownBy(() -> ownersWork(AuditRefusalTest::isOutcome, done))
                .isInstanceOf(AuditIncompleteException.class);
        assertThat(done).hasSize(1);
    }

    private void ownersWork(Predicate<AuditEvent> refused, List<String> done) {
        AuditListener listener = event -> {
            if (refused.test(event)) {
                throw new IllegalStateException("The disk is full");
            }
        };
        try (var secrets =
                new EmbeddedSecretsManager(store, fixture.keys, IdentityPolicies.none(), listener, fixture.options)) {
            secrets.audited("BackupStore", Map.of(), () -> done.add("copied"));
        }
    }

    /** The work is in parts with outcomes of their own, and the trail takes events again after it refused one. */
    @Test
    void audited_workWhoseTrailIsIncomplete_hasAnOutcome() {
        AuditIncompleteException part =
                new AuditIncompleteException("1", new IllegalStateException("The disk is full"));
        Supplier<String> work = () -> {
            throw part;
        };

        assertThatThrownBy(() -> fixture.secrets.audited("BackupStore", Map.of(), work))
                .isSameAs(part);

        assertThat(fixture.trail)
                .extracting(event -> event.phase() + " " + event.errorCode().orElse("-"))
                .containsExactly("INTENT -", "OUTCOME InternalServiceError");
    }

    private static boolean isOutcome(AuditEvent event) {
        return event.phase() == Phase.OUTCOME;
    }

    /** A read of a value that keeps the value for the test. */
    private record KeptRead(GetSecretValue read, List<SecretValue> opened)
            implements SecretRead<GetSecretValueResponse> {
        @Override
        public Action action() {
            return read.action();
        }

        @Override
        public String secretId() {
            return read.secretId();
        }

        @Override
        public Map<String, Object> parameters() {
            return read.parameters();
        }

        @Override
        public GetSecretValueResponse read(SecretView view) {
            GetSecretValueResponse response = read.read(view);
            opened.add(response.secretValue());
            return response;
        }

        @Override
        public void withhold(GetSecretValueResponse response) {
            read.withhold(response);
        }
    }

    @Test
    void answerRefused_itsValueIsOverwritten() {
        Engine engine = new Engine(
                store,
                fixture.keys,
                IdentityPolicies.none(),
                event -> {
                    throw new IllegalStateException("The disk is full");
                },
                fixture.options.environment(Runnable::run));
        KeptRead read = new KeptRead(new GetSecretValue(new GetSecretValueRequest(Operations.NAME)), new ArrayList<>());

        assertThatThrownBy(() -> engine.read(engine.owner(), read)).hasMessage(WITHHELD);

        assertThat(read.opened())
                .singleElement()
                .satisfies(value -> assertThatThrownBy(value::reveal).isInstanceOf(IllegalStateException.class));
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void everythingRefused_nothingLeavesAndNothingIsChanged(Operation operation) {
        Map<StoredSecret, Set<StoredValue>> before = fixture.content();

        Throwable thrown = catchThrowable(() -> operation.perform(refusing(event -> true)));

        if (operation.refusedWith().isEmpty()) {
            assertThat(thrown)
                    .isInstanceOf(InternalServiceErrorException.class)
                    .hasMessage(operation.changes() ? NOT_CHANGED : WITHHELD);
        }
        assertThat(store.commits()).isZero();
        assertThat(fixture.content()).isEqualTo(before);
        assertThat(fixture.trail).isEmpty();
    }

    /** The listener's Errors are refusals too. */
    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void listenerThatBreaks_isOneThatRefuses(Operation operation) {
        SecretsManager app = audited(event -> {
            throw new StackOverflowError("planned");
        });

        Throwable thrown = catchThrowable(() -> operation.perform(app));

        if (operation.refusedWith().isEmpty()) {
            assertThat(thrown).isInstanceOf(InternalServiceErrorException.class);
        }
        assertThat(store.commits()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void outcomeRefused_answerIsWithheldOrTheChangeStands(Operation operation) {
        Throwable thrown = catchThrowable(() -> operation.perform(refusing(AuditRefusalTest::isOutcome)));

        if (operation.refusedWith().isPresent()) {
            assertThat(thrown).hasNoCause();
        } else if (operation.changes()) {
            AuditEvent intent = fixture.trail.get(0);
            assertThat(fixture.trail).containsExactly(intent);
            assertThat(thrown).isInstanceOfSatisfying(AuditIncompleteException.class, incomplete -> {
                assertThat(incomplete.requestId()).isEqualTo(intent.requestId());
                assertThat(incomplete).hasMessageContaining(intent.requestId());
                assertThat(incomplete).hasRootCauseMessage("The disk is full");
            });
            assertThat(store.commits()).isLessThanOrEqualTo(1);
        } else {
            assertThat(thrown).isInstanceOf(InternalServiceErrorException.class).hasMessage(WITHHELD);
            assertThat(fixture.trail).isEmpty();
        }
    }

    @Test
    void outcomeRefused_changeIsThere_andWasMadeOnce() {
        store.failCommit(1, new StoreConflictException("Another one was faster"));
        store.loseCommitAnswer(2);

        assertThatThrownBy(() -> refusing(AuditRefusalTest::isOutcome).putSecretValue(Operations.NAME, "two"))
                .isInstanceOf(AuditIncompleteException.class);

        assertThat(fixture.value(Operations.NAME)).isEqualTo("two");
        assertThat(fixture.secrets
                        .describeSecret(Operations.NAME)
                        .versionIdsToStages()
                        .orElseThrow())
                .hasSize(2);
        assertThat(store.commits()).isEqualTo(2);
    }

    @Test
    void serviceEventRefused_changeStandsAndIsToldIncomplete() {
        SecretsManager app = refusing(event -> event.eventName().equals("StartSecretVersionDelete"));

        assertThatThrownBy(() -> app.deleteSecret(new DeleteSecretRequest(Operations.NAME)))
                .isInstanceOf(AuditIncompleteException.class);

        assertThat(fixture.secrets.describeSecret(Operations.NAME).deletedDate())
                .isPresent();
    }

    /** A refusal is told as what it is, whatever the trail says to it. */
    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void denialThatCanNotBeAudited_isStillADenial(Operation operation) {
        SecretsManager nobody = new EmbeddedSecretsManager(
                        store,
                        fixture.keys,
                        Policies.of(Policies.APP, Policies.allow("Nothing", "*")),
                        event -> {
                            throw new IllegalStateException("The disk is full");
                        },
                        fixture.options)
                .as(CallerIdentity.of(Policies.APP));

        AccessDeniedException denial =
                catchThrowableOfType(AccessDeniedException.class, () -> operation.perform(nobody));

        assertThat(denial.getSuppressed()).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.Operations#all")
    void deadlineMissed_isARefusal(Operation operation) {
        CountDownLatch never = new CountDownLatch(1);
        Map<StoredSecret, Set<StoredValue>> before = fixture.content();
        AuditListener hanging = event -> {
            try {
                never.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        };
        try (FanOutAuditListener fanOut = new FanOutAuditListener(List.of(
                AuditSink.required("hanging", hanging, Duration.ofMillis(5)),
                AuditSink.bestEffort("working", fixture.trail::add, Duration.ofSeconds(10))))) {
            Throwable thrown = catchThrowable(() -> operation.perform(audited(fanOut)));

            if (operation.refusedWith().isEmpty()) {
                assertThat(thrown).isInstanceOf(InternalServiceErrorException.class);
            }
            assertThat(fixture.content()).isEqualTo(before);
        } finally {
            never.countDown();
        }
    }
}
