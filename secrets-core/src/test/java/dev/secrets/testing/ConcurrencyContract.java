package dev.secrets.testing;

import static dev.secrets.testing.Samples.UID;
import static dev.secrets.testing.Samples.current;
import static dev.secrets.testing.Samples.due;
import static dev.secrets.testing.Samples.metadata;
import static dev.secrets.testing.Samples.next;
import static dev.secrets.testing.Samples.secret;
import static dev.secrets.testing.Samples.text;
import static dev.secrets.testing.Samples.value;
import static dev.secrets.testing.StoreFixture.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Contention: of many writers that expect one revision one wins, every acknowledged change is there, and no reader ever sees
 * half a commit. A store that is too busy may refuse with a retryable {@link StoreUnavailableException}; it is then asked again.
 */
interface ConcurrencyContract extends StoreFixture {
    @Test
    default void update_byManyThreads_hasOneWinnerPerRevision() {
        create(secret("prod/db", UID, 0));
        Set<Long> won = ConcurrentHashMap.newKeySet();
        Concurrently.run(threads(), thread -> {
            for (int wins = 0; wins < commitsPerThread(); wins++) {
                assertThat(won.add(advance(store(), "prod/db"))).isTrue();
            }
        });
        long acknowledged = (long) threads() * commitsPerThread();
        assertThat(won).hasSize((int) acknowledged);
        assertThat(record("prod/db")).contains(secret("prod/db", UID, acknowledged));
    }

    @Test
    default void create_byManyThreads_hasOneWinnerPerName() {
        for (int round = 0; round < commitsPerThread(); round++) {
            String name = "race/" + round;
            Set<String> winners = ConcurrentHashMap.newKeySet();
            Concurrently.run(threads(), thread -> {
                StoredSecret own = current(secret(name, "uid-of-thread-" + thread, 1), "v1");
                if (wins(store(), new SecretChange.Create(own, List.of(value("v1", own.secretUid()))))) {
                    winners.add(own.secretUid());
                }
            });
            assertThat(winners).hasSize(1);
            String winner = winners.iterator().next();
            assertThat(store().find(name).flatMap(FoundSecret::currentValue)).contains(value("v1", winner));
        }
    }

    @Test
    default void createAndDelete_byManyThreads_alternate() {
        AtomicInteger balance = new AtomicInteger();
        Concurrently.run(threads(), thread -> {
            for (int round = 0; round < commitsPerThread(); round++) {
                StoredSecret own = secret("race", "uid-" + thread + "-" + round, 1);
                if (wins(store(), new SecretChange.Create(own, List.of(value("v1", own.secretUid()))))) {
                    assertThat(balance.incrementAndGet()).isEqualTo(1);
                    assertThat(store().values("race", own.secretUid())).hasSize(1);
                    assertThat(balance.decrementAndGet()).isZero();
                    delete(own);
                }
            }
        });
        assertThat(store().page("", 10)).isEmpty();
    }

    @Test
    default void commits_toDifferentNames_doNotConflict() {
        Concurrently.run(threads(), thread -> {
            String name = "own/%03d".formatted(thread);
            create(due(secret(name, UID, 0), DueContract.NOON));
            for (int round = 0; round < commitsPerThread(); round++) {
                StoredSecret before = record(name).orElseThrow();
                SecretChange next = change(before, next(before), value("v" + round, name + round));
                assertThat(wins(store(), next)).isTrue();
            }
        });
        assertThat(store().page("", threads() + 1))
                .hasSize(threads())
                .allMatch(secret -> secret.revision() == commitsPerThread());
        assertThat(store().values("own/001", UID)).hasSize(commitsPerThread());
        assertThat(store().due(DueContract.NOON, DueCursor.START, threads() + 1))
                .hasSize(threads());
    }

    /** Each commit brings a new version and removes the one before; content and metadata name the version. */
    @Test
    default void find_duringCommits_seesTheRecordWithItsValue() {
        create(stamped(0), value(Samples.versionId(0), Samples.versionId(0)));
        whileWriting(
                round -> new SecretChange.Update(
                        UID,
                        round,
                        stamped(round + 1),
                        List.of(value(Samples.versionId(round + 1), Samples.versionId(round + 1))),
                        Set.of(Samples.versionId(round))),
                () -> assertWhole(store().find("prod/db").orElseThrow()));
    }

    @Test
    default void findValue_duringCommits_seesTheValueOfEachRecordThatStands() {
        create(stamped(0), value(Samples.versionId(0), Samples.versionId(0)));
        whileWriting(
                round -> new SecretChange.Update(
                        UID,
                        round,
                        stamped(round + 1),
                        List.of(value(Samples.versionId(round + 1), Samples.versionId(round + 1))),
                        Set.of(Samples.versionId(round))),
                () -> {
                    StoredSecret before = record("prod/db").orElseThrow();
                    String version = before.currentVersionId().orElseThrow();
                    Optional<StoredValue> value = store().findValue("prod/db", UID, version);
                    boolean unchanged = record("prod/db").orElseThrow().equals(before);
                    assertThat(value.isPresent() || !unchanged).isTrue();
                    assertThat(value.stream()).allMatch(present -> present.equals(value(version, version)));
                });
    }

    /** Each commit replaces two values by two others of the same content. */
    @Test
    default void values_duringCommits_seesAllOfOneCommit() {
        create(stamped(0), value("left", "0"), value("right", "0"));
        whileWriting(
                round -> change(
                        stamped(round),
                        stamped(round + 1),
                        value("left", "" + (round + 1)),
                        value("right", "" + (round + 1))),
                () -> {
                    List<StoredValue> pair = store().values("prod/db", UID);
                    assertThat(pair).extracting(StoredValue::versionId).containsExactlyInAnyOrder("left", "right");
                    assertThat(pair.get(0).sealed()).isEqualTo(pair.get(1).sealed());
                });
    }

    /** Each commit makes the name another secret's, with the same version id. */
    @Test
    default void find_duringChangesOfTheUid_neverMixesSecrets() {
        create(current(secret("prod/db", "uid-0", 0), "v1"), value("v1", "uid-0"));
        whileWriting(
                round -> {
                    String uid = "uid-" + (round + 1);
                    return new SecretChange.Update(
                            "uid-" + round,
                            round,
                            current(secret("prod/db", uid, round + 1), "v1"),
                            List.of(value("v1", uid)),
                            Set.of());
                },
                () -> {
                    FoundSecret found = store().find("prod/db").orElseThrow();
                    String uid = found.secret().secretUid();
                    assertThat(found.currentValue()).contains(value("v1", uid));
                    assertThat(store().values("prod/db", uid)).allMatch(value -> value.equals(value("v1", uid)));
                });
    }

    /** Each commit moves the secret between two times that have both come. */
    @Test
    default void due_duringCommits_meetsEachSecretOnce() {
        create(due(secret("prod/a"), DueContract.NOON));
        create(dueInRound(0));
        create(due(secret("prod/z"), DueContract.NOON));
        whileWriting(
                round -> change(dueInRound(round), dueInRound(round + 1)),
                () -> assertThat(store().due(DueContract.NOON.plusSeconds(1), DueCursor.START, 10))
                        .extracting(DueSecret::name)
                        .containsExactlyInAnyOrder("prod/a", "prod/db", "prod/z"));
    }

    @Test
    default void reads_duringCommits_neverGoBack() {
        create(secret("prod/db", UID, 0));
        AtomicLong acknowledged = new AtomicLong();
        whileWriting(
                round -> {
                    acknowledged.set(round);
                    return change(secret("prod/db", UID, round), secret("prod/db", UID, round + 1));
                },
                () -> {
                    long atLeast = acknowledged.get();
                    long found = record("prod/db").orElseThrow().revision();
                    assertThat(found).isGreaterThanOrEqualTo(atLeast);
                    assertThat(store().page("", 1).get(0).revision()).isGreaterThanOrEqualTo(found);
                });
    }

    /** Reads the record and moves it on by one revision, as often as it takes; returns the revision that was reached. */
    static long advance(SecretStore store, String name) {
        while (true) {
            StoredSecret before = store.findLatest(name).orElseThrow().secret();
            if (wins(store, change(before, next(before)))) {
                return before.revision() + 1;
            }
        }
    }

    /** Returns whether the change was made; false if another was faster. */
    static boolean wins(SecretStore store, SecretChange change) {
        while (true) {
            try {
                store.commit(change);
                return true;
            } catch (StoreConflictException lost) {
                return false;
            } catch (StoreUnavailableException busy) {
                assertThat(busy.retryable()).as("retryable: %s", busy).isTrue();
            }
        }
    }

    /** Commits one change after the other, given the rounds from 0, while three threads check until the last is made. */
    private void whileWriting(Round round, Runnable check) {
        int rounds = commitsPerThread() * 4;
        AtomicInteger written = new AtomicInteger();
        Concurrently.run(4, thread -> {
            if (thread == 0) {
                for (int number = 0; number < rounds; number = written.incrementAndGet()) {
                    commitOrStop(round.change(number), written, rounds);
                }
            } else {
                do {
                    check.run();
                } while (written.get() < rounds);
            }
        });
    }

    private void commitOrStop(SecretChange change, AtomicInteger written, int rounds) {
        try {
            assertThat(wins(store(), change)).isTrue();
        } catch (RuntimeException | AssertionError failure) {
            written.set(rounds);
            throw failure;
        }
    }

    private static StoredSecret stamped(int round) {
        String version = Samples.versionId(round);
        return metadata(current(secret("prod/db", UID, round), version), text(version));
    }

    private static StoredSecret dueInRound(int round) {
        return due(secret("prod/db", UID, round), DueContract.NOON.plusSeconds(round % 2));
    }

    private static void assertWhole(FoundSecret found) {
        String version = found.secret().currentVersionId().orElseThrow();
        assertThat(found.secret().metadata()).isEqualTo(text(version));
        assertThat(found.currentValue()).contains(value(version, version));
    }

    /** The change that a round makes. */
    interface Round {
        SecretChange change(int number);
    }
}
