package dev.secrets.testing;

import static dev.secrets.testing.Samples.UID;
import static dev.secrets.testing.Samples.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.secrets.store.DueCursor;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The store's clock, its subscriptions and its end. */
interface LifecycleContract extends StoreFixture {
    @Test
    default void now_isInMillisecondsAndMovesOn() {
        Instant start = store().now();
        assertThat(start).isEqualTo(Instant.ofEpochMilli(start.toEpochMilli()));
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (!store().now().isAfter(start)) {
                Thread.onSpinWait();
            }
        });
    }

    /** A clock read in the wrong zone is off by half an hour or more. */
    @Test
    default void now_isTheTimeOfDay() {
        assertThat(store().now()).isCloseTo(Instant.now(), within(10, ChronoUnit.MINUTES));
    }

    @Test
    default void subscribe_andUnsubscribe_harmsNothing() {
        Subscription first = store().subscribe(name -> {});
        Subscription second = store().subscribe(name -> {});
        create(secret("a"));
        first.close();
        first.close();
        delete(secret("a"));
        second.close();
        assertThat(store().find("a")).isEmpty();
    }

    @Test
    default void subscribe_withAListenerThatFails_harmsNoCommit() {
        store().subscribe(name -> {
            throw new IllegalStateException("A listener that fails");
        });
        create(secret("a"));
        assertThat(record("a")).contains(secret("a"));
    }

    /** Some resources close for everybody when a thread that uses them is interrupted: the store must not be one. */
    @Test
    default void interrupts_ofSomeThreads_harmNoOther() {
        create(secret("a"));
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Concurrently.run(4, thread -> {
            for (int round = 0; round < commitsPerThread(); round++) {
                String name = "b/%d/%d".formatted(thread, round);
                whileInterrupted(() -> assertThat(record("a")).contains(secret("a")));
                whileInterrupted(() -> acknowledged.add(create(secret(name)).name()));
            }
        });
        create(secret("c"));
        assertThat(record("a")).contains(secret("a"));
        assertThat(acknowledged).allSatisfy(name -> assertThat(record(name)).contains(secret(name)));
    }

    /** The call may succeed or be given up. */
    private static void whileInterrupted(Runnable call) {
        Thread.currentThread().interrupt();
        try {
            call.run();
        } catch (StoreException givenUp) {
            assertThat(givenUp).isNotInstanceOf(StoreConflictException.class);
        } finally {
            Thread.interrupted();
        }
    }

    static Stream<Consumer<SecretStore>> everyCall() {
        return Stream.of(
                store -> store.find("a"),
                store -> store.findLatest("a"),
                store -> store.findValue("a", UID, "v1"),
                store -> store.values("a", UID),
                store -> store.commit(new SecretChange.Create(secret("b"), List.of())),
                store -> store.commit(new SecretChange.Delete("a", UID, 1)),
                store -> store.page("", 1),
                store -> store.due(DueContract.NOON, DueCursor.START, 1),
                SecretStore::now);
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.testing.LifecycleContract#everyCall")
    default void closed_refusesEveryCall(Consumer<SecretStore> call) {
        create(secret("a"));
        store().close();
        assertThatThrownBy(() -> call.accept(store()))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        closed -> assertThat(closed.retryable()).isFalse());
    }

    @Test
    default void close_again_doesNothing() {
        store().close();
        store().close();
    }

    /** Whoever is in the middle gets the answer or a store's exception, and nobody hangs. */
    @Test
    default void close_duringCalls_endsThemInGoodOrder() {
        Concurrently.run(4, thread -> {
            try {
                for (int round = 0; round < Integer.MAX_VALUE; round++) {
                    if (thread == 0 && round == 20) {
                        store().close();
                    }
                    create(secret("a/%d/%d".formatted(thread, round)));
                    assertThat(record("a/%d/%d".formatted(thread, round))).isPresent();
                }
            } catch (StoreException closed) {
                assertThatThrownBy(() -> store().now()).isInstanceOf(StoreUnavailableException.class);
            }
        });
    }
}
