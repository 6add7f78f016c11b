package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.credentials.CredentialsFormatException;
import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.Subscription;
import dev.secrets.testing.Concurrently;
import dev.secrets.testing.FaultySecretStore;
import dev.secrets.testing.LeakScanner;
import dev.secrets.testing.Stall;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handle on a store that fails and stalls when it is told to. Ten seconds of staleness, an hour of outage. */
final class SecretHandleTest {
    private static final String NAME = "app/key";
    private static final Duration STALE = Duration.ofSeconds(10);

    private final SecretsFixture fixture = new SecretsFixture();
    private final FaultySecretStore store = new FaultySecretStore(fixture.store);
    private final EmbeddedSecretsManager secrets = new EmbeddedSecretsManager(
            store, fixture.keys, IdentityPolicies.none(), fixture.trail::add, fixture.options);
    private final SecretHandle<String> handle = handle(secrets);

    private SecretHandle<String> handle(SecretsManager manager) {
        return new SecretHandle<>(
                manager,
                NAME,
                response -> response.as(String.class),
                SecretHandleOptions.defaults().clock(fixture.clock));
    }

    @AfterEach
    void close() {
        handle.close();
        secrets.close();
        fixture.close();
    }

    private long reads() {
        return fixture.trail.stream()
                .filter(event -> event.eventName().equals("GetSecretValue"))
                .count();
    }

    private void storeAway(int calls) {
        for (int call = 1; call <= calls; call++) {
            store.failCall(call, new StoreUnavailableException("away", false));
        }
    }

    @Test
    void get_withinTheStaleness_readsOnce() {
        secrets.createSecret(NAME, "one");

        assertThat(handle.get()).isEqualTo("one");
        secrets.putSecretValue(NAME, "two");
        fixture.clock.advance(Duration.ofSeconds(4));

        assertThat(handle.get()).isEqualTo("one");
        assertThat(reads()).isEqualTo(1);
    }

    @Test
    void get_afterTheStaleness_isCurrent() {
        secrets.createSecret(NAME, "one");
        handle.get();
        secrets.putSecretValue(NAME, "two");

        fixture.clock.advance(STALE);

        assertThat(handle.get()).isEqualTo("two");
    }

    @Test
    void get_halfWayToTheStaleness_readsAheadInTheBackground() throws InterruptedException {
        secrets.createSecret(NAME, "one");
        handle.get();
        secrets.putSecretValue(NAME, "two");
        CountDownLatch changed = new CountDownLatch(1);
        try (Subscription subscription = handle.onChange(value -> changed.countDown())) {
            fixture.clock.advance(Duration.ofSeconds(6));

            assertThat(handle.get()).as("without waiting").isIn("one", "two");

            assertThat(changed.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(handle.get()).isEqualTo("two");
        }
    }

    @Test
    void get_manyWaiters_readOnce() {
        secrets.createSecret(NAME, "one");
        Queue<String> got = new ConcurrentLinkedQueue<>();
        CountDownLatch asked = new CountDownLatch(15);
        try (Stall stall = store.stallCall(1)) {
            Concurrently.run(16, thread -> {
                if (thread == 0) {
                    stall.awaitReached();
                    await(asked);
                    stall.release();
                } else {
                    asked.countDown();
                    got.add(handle.get());
                }
            });
        }

        assertThat(got).hasSize(15).containsOnly("one");
        assertThat(reads()).isEqualTo(1);
    }

    /** The last of many callers may still be on the way into the handle, where the value is then fresh: no second read either way. */
    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void outage_withinTheTolerance_keepsTheLastValueAndSparesTheStore() {
        secrets.createSecret(NAME, "one");
        handle.get();
        fixture.clock.advance(STALE);
        storeAway(100);
        int before = store.calls();

        for (int i = 0; i < 50; i++) {
            assertThat(handle.get()).isEqualTo("one");
        }

        assertThat(store.calls() - before).as("calls of the store").isEqualTo(1);
    }

    @Test
    void outage_overTheTolerance_isTold() {
        secrets.createSecret(NAME, "one");
        handle.get();
        fixture.clock.advance(Duration.ofHours(1));
        storeAway(100);

        assertThatThrownBy(handle::get).isInstanceOf(InternalServiceErrorException.class);
    }

    @Test
    void outage_over_isNoticedAfterAPause() {
        secrets.createSecret(NAME, "one");
        handle.get();
        secrets.putSecretValue(NAME, "two");
        fixture.clock.advance(STALE);
        storeAway(1);
        assertThat(handle.get()).isEqualTo("one");

        fixture.clock.advance(Duration.ofSeconds(1));

        assertThat(handle.get()).isEqualTo("two");
    }

    @Test
    void outage_atTheFirstRead_isTold() {
        secrets.createSecret(NAME, "one");
        storeAway(1);

        assertThatThrownBy(handle::get).isInstanceOf(InternalServiceErrorException.class);
        assertThat(handle.get()).isEqualTo("one");
    }

    @Test
    void deletion_endsTheValueAtOnce() {
        secrets.createSecret(NAME, "one");
        handle.get();
        secrets.deleteSecret(new DeleteSecretRequest(NAME).recoveryWindowInDays(7));
        fixture.clock.advance(STALE);

        assertThatThrownBy(handle::get).isInstanceOf(InvalidRequestException.class);
        storeAway(100);
        assertThatThrownBy(handle::get)
                .as("no value is left for an outage")
                .isInstanceOf(InternalServiceErrorException.class);
    }

    @Test
    void denial_endsTheValueAtOnce() {
        secrets.createSecret(NAME, "one");
        String user = "arn:aws:iam::000000000000:user/app";
        secrets.putResourcePolicy(new PutResourcePolicyRequest(NAME, policy("Allow", user)));
        try (SecretHandle<String> theirs = handle(secrets.as(CallerIdentity.of(user)))) {
            assertThat(theirs.get()).isEqualTo("one");
            secrets.putResourcePolicy(new PutResourcePolicyRequest(NAME, policy("Deny", user)));
            fixture.clock.advance(STALE);

            assertThatThrownBy(theirs::get).isInstanceOf(AccessDeniedException.class);
            storeAway(100);
            assertThatThrownBy(theirs::get).isInstanceOf(InternalServiceErrorException.class);
        }
    }

    private static String policy(String effect, String user) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"" + effect + "\",\"Principal\":{\"AWS\":\""
                + user + "\"},\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\"}}";
    }

    @Test
    void value_ofAnotherForm_isTold() {
        secrets.createSecret(NAME, "{\"username\":\"app\",\"password\":\"p\",\"host\":\"db1\",\"port\":5432}");
        try (SecretHandle<DatabaseCredentials> typed = new SecretHandle<>(secrets, NAME, DatabaseCredentials.class)) {
            assertThat(typed.get().username()).isEqualTo("app");
        }
        secrets.putSecretValue(NAME, "no login");
        try (SecretHandle<DatabaseCredentials> typed = new SecretHandle<>(secrets, NAME, DatabaseCredentials.class)) {
            assertThatThrownBy(typed::get).isInstanceOf(CredentialsFormatException.class);
        }
    }

    /** The manager, which notes the values that it gives away. */
    private SecretsManager noting(List<SecretValue> given) {
        return (SecretsManager) Proxy.newProxyInstance(
                SecretsManager.class.getClassLoader(),
                new Class<?>[] {SecretsManager.class},
                (proxy, operation, arguments) -> {
                    Object answer = operation.invoke(secrets, arguments);
                    if (answer instanceof GetSecretValueResponse response) {
                        given.add(response.secretValue());
                    }
                    return answer;
                });
    }

    @Test
    void typedValue_isACopyAndWhatWasReadIsClosed() {
        secrets.createSecret(NAME, "{\"username\":\"app\",\"password\":\"p\",\"host\":\"db1\",\"port\":5432}");
        List<SecretValue> given = new ArrayList<>();
        try (SecretHandle<DatabaseCredentials> typed =
                new SecretHandle<>(noting(given), NAME, DatabaseCredentials.class)) {
            DatabaseCredentials credentials = typed.get();
            assertThat(typed.refreshAfterFailure(credentials)).isEmpty();

            assertThat(given).hasSize(2).allSatisfy(SecretHandleTest::assertClosed);
            assertThat(typed.get().password().revealString()).isEqualTo("p");
        }
    }

    @Test
    void valueOfAnotherForm_isClosedToo() {
        secrets.createSecret(NAME, "no login");
        List<SecretValue> given = new ArrayList<>();
        try (SecretHandle<DatabaseCredentials> typed =
                new SecretHandle<>(noting(given), NAME, DatabaseCredentials.class)) {
            assertThatThrownBy(typed::get).isInstanceOf(CredentialsFormatException.class);

            assertThat(given).singleElement().satisfies(SecretHandleTest::assertClosed);
        }
    }

    @Test
    void ownReader_hasWhatItIsGiven_andTheSameVersionAgainIsClosed() {
        secrets.createSecret(NAME, "one");
        List<SecretValue> given = new ArrayList<>();
        try (SecretHandle<SecretValue> own = new SecretHandle<>(
                noting(given), NAME, GetSecretValueResponse::secretValue, SecretHandleOptions.defaults())) {
            SecretValue value = own.get();
            assertThat(own.refreshAfterFailure(value)).isEmpty();

            assertThat(given).hasSize(2);
            assertThat(own.get()).isSameAs(given.get(0));
            assertThat(value.revealString()).isEqualTo("one");
            assertClosed(given.get(1));
        }
    }

    private static void assertClosed(SecretValue value) {
        assertThatIllegalStateException().isThrownBy(value::reveal);
    }

    @Test
    void onChange_newVersion_isToldOnceAndNoMoreAfterClosing() {
        secrets.createSecret(NAME, "one");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        Subscription failing = handle.onChange(value -> {
            throw new IllegalStateException("on purpose");
        });
        Subscription subscription = handle.onChange(told::add);
        handle.get();
        fixture.clock.advance(STALE);
        handle.get();
        assertThat(told).isEmpty();

        secrets.putSecretValue(NAME, "two");
        fixture.clock.advance(STALE);
        handle.get();
        fixture.clock.advance(STALE);
        handle.get();
        assertThat(told).containsExactly("two");

        subscription.close();
        failing.close();
        secrets.putSecretValue(NAME, "three");
        fixture.clock.advance(STALE);
        assertThat(handle.get()).isEqualTo("three");
        assertThat(told).containsExactly("two");
    }

    @Test
    void onChange_nobodyAsking_isToldByTheBackground() throws InterruptedException {
        secrets.createSecret(NAME, "one");
        CountDownLatch told = new CountDownLatch(1);
        SecretHandleOptions quick = SecretHandleOptions.defaults().maximumStaleness(Duration.ofMillis(50));
        try (SecretHandle<String> own =
                new SecretHandle<>(secrets, NAME, response -> response.as(String.class), quick)) {
            own.get();
            own.onChange(value -> told.countDown());
            secrets.putSecretValue(NAME, "two");

            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void onChange_listenerThatFails_isLoggedWithoutTheValueAndKeepsItFromNobody() {
        secrets.createSecret(NAME, "one");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        handle.get();
        handle.onChange(value -> {
            throw new NoClassDefFoundError(value);
        });
        handle.onChange(value -> {
            throw new IllegalStateException("Can't connect with " + value, new IllegalArgumentException(value));
        });
        handle.onChange(told::add);
        String canary = LeakScanner.canary();
        secrets.putSecretValue(NAME, canary);
        fixture.clock.advance(STALE);

        assertThat(handle.get()).isEqualTo(canary);
        assertThat(told).containsExactly(canary);
    }

    @Test
    void onChange_listenerThatFailsInTheBackground_doesNotEndTheReading() throws InterruptedException {
        secrets.createSecret(NAME, "one");
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        SecretHandleOptions quick = SecretHandleOptions.defaults().maximumStaleness(Duration.ofMillis(50));
        try (SecretHandle<String> own =
                new SecretHandle<>(secrets, NAME, response -> response.as(String.class), quick)) {
            own.get();
            own.onChange(value -> {
                throw new NoClassDefFoundError("on purpose");
            });
            own.onChange(told::add);
            for (String value : List.of("two", "three")) {
                secrets.putSecretValue(NAME, value);

                assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(value);
            }
        }
    }

    @Test
    void refreshAfterFailure_newValueThere_returnsItAtOnce() {
        secrets.createSecret(NAME, "one");
        String refused = handle.get();
        secrets.putSecretValue(NAME, "two");

        assertThat(handle.refreshAfterFailure(refused)).contains("two");
        assertThat(handle.get()).isEqualTo("two");
    }

    @Test
    void refreshAfterFailure_fromManyThreads_readsOnce() {
        secrets.createSecret(NAME, "one");
        String refused = handle.get();
        secrets.putSecretValue(NAME, "two");
        Queue<String> next = new ConcurrentLinkedQueue<>();

        Concurrently.run(8, thread -> handle.refreshAfterFailure(refused).ifPresent(next::add));

        assertThat(next).hasSize(8).containsOnly("two");
        assertThat(reads()).isLessThanOrEqualTo(3);
    }

    @Test
    void refreshAfterFailure_stillTheSameValue_returnsNothingAndPausesLongerEachTime() {
        secrets.createSecret(NAME, "one");
        String refused = handle.get();
        List<Integer> pauses = List.of(1, 2, 4, 8, 16, 32, 60, 60);
        long readsBefore = reads();
        for (int seconds : pauses) {
            assertThat(handle.refreshAfterFailure(refused)).isEmpty();
            fixture.clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(handle.refreshAfterFailure(refused)).isEmpty();
            fixture.clock.advance(Duration.ofMillis(1));
        }

        assertThat(reads() - readsBefore).isEqualTo(pauses.size());
        secrets.putSecretValue(NAME, "two");
        assertThat(handle.refreshAfterFailure(refused)).contains("two");
    }

    @Test
    @Timeout(30)
    void onChange_listenerThatAsksTheHandle_isAnswered() {
        secrets.createSecret(NAME, "one");
        handle.get();
        List<String> answers = new ArrayList<>();
        try (Subscription subscription = handle.onChange(value -> {
            answers.add(handle.get());
            assertThat(handle.refreshAfterFailure(value)).isEmpty();
            answers.add("not refused");
        })) {
            secrets.putSecretValue(NAME, "two");
            fixture.clock.advance(STALE);
            handle.get();
        }
        assertThat(answers).containsExactly("two", "not refused");
    }

    @Test
    void onChange_newVersionDuringADenial_isToldAfterwards() {
        secrets.createSecret(NAME, "one");
        String user = "arn:aws:iam::000000000000:user/app";
        secrets.putResourcePolicy(new PutResourcePolicyRequest(NAME, policy("Allow", user)));
        try (SecretHandle<String> theirs = handle(secrets.as(CallerIdentity.of(user)))) {
            Queue<String> told = new ConcurrentLinkedQueue<>();
            String refused = theirs.get();
            Subscription subscription = theirs.onChange(told::add);
            deniedFor(theirs, user);
            assertThat(theirs.refreshAfterFailure(refused))
                    .as("the same version again")
                    .isEmpty();
            secrets.putSecretValue(NAME, "two");
            deniedFor(theirs, user);

            assertThat(theirs.get()).isEqualTo("two");
            assertThat(told).containsExactly("two");
            subscription.close();
        }
    }

    private void deniedFor(SecretHandle<String> theirs, String user) {
        secrets.putResourcePolicy(new PutResourcePolicyRequest(NAME, policy("Deny", user)));
        fixture.clock.advance(STALE);
        assertThatThrownBy(theirs::get).isInstanceOf(AccessDeniedException.class);
        secrets.putResourcePolicy(new PutResourcePolicyRequest(NAME, policy("Allow", user)));
    }

    @Test
    void refreshAfterFailure_refusedToManyThreadsAtOnce_pausesOnce() {
        secrets.createSecret(NAME, "one");
        String refused = handle.get();

        Concurrently.run(
                8, thread -> assertThat(handle.refreshAfterFailure(refused)).isEmpty());

        secrets.putSecretValue(NAME, "two");
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(handle.refreshAfterFailure(refused)).contains("two");
    }

    @Test
    void close_whileItIsUsed_stopsTheBackgroundAlone() {
        secrets.createSecret(NAME, "one");
        handle.get();
        handle.close();
        Subscription subscription = handle.onChange(value -> {});

        assertThat(handle.get()).isEqualTo("one");
        fixture.clock.advance(Duration.ofSeconds(6));
        assertThat(handle.get()).isEqualTo("one");
        subscription.close();
    }

    @Test
    void close_whileAReadIsUnderWay_keepsNotWhatItBrings() {
        secrets.createSecret(NAME, "one");
        try (Stall stall = store.stallAnswer(1)) {
            var underWay = CompletableFuture.supplyAsync(handle::get);
            stall.awaitReached();
            handle.close();
            stall.release();
            assertThat(underWay.join()).as("who waits has it").isEqualTo("one");
        }
        secrets.putSecretValue(NAME, "two");

        assertThat(handle.get()).isEqualTo("two");
    }

    @Test
    void close_whileAReadAheadIsUnderWay_keepsNotWhatItBrings() {
        secrets.createSecret(NAME, "one");
        handle.get();
        fixture.clock.advance(Duration.ofSeconds(6));
        CountDownLatch told = new CountDownLatch(1);
        Subscription subscription = handle.onChange(value -> told.countDown());
        secrets.putSecretValue(NAME, "two");
        try (Stall stall = store.stallAnswer(1)) {
            assertThat(handle.get()).isEqualTo("one");
            stall.awaitReached();
            handle.close();
            stall.release();
            await(told);
        }
        secrets.putSecretValue(NAME, "three");

        assertThat(handle.get()).isEqualTo("three");
        subscription.close();
    }

    @Test
    void handle_asText_showsNoValue() {
        secrets.createSecret(NAME, LeakScanner.canary());
        handle.get();

        assertThat(handle).hasToString("SecretHandle[app/key]");
    }
}
