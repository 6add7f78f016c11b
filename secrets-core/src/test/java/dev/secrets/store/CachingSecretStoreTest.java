package dev.secrets.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.secrets.TestKeys;
import dev.secrets.model.RootKey;
import dev.secrets.testing.FaultySecretStore;
import dev.secrets.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept, for how long, and what makes it go. Two nodes cache the same data; the data does not tell of changes. */
final class CachingSecretStoreTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long PLENTY = 10_000_000;
    private static final StoreUnavailableException DOWN = new StoreUnavailableException("Down", true);

    private final SettableClock clock = SettableClock.at("2026-02-03T10:15:30.123Z");
    private final InMemorySecretStore data = new InMemorySecretStore(clock);
    private final FaultySecretStore asked = new FaultySecretStore(SharedStore.silent(data));
    private final CachingSecretStore store = new CachingSecretStore(asked, SECOND, PLENTY, clock);
    private final CachingSecretStore otherNode =
            new CachingSecretStore(SharedStore.silent(data), SECOND, PLENTY, clock);

    // Hits

    @Test
    void find_again_asksNothing() {
        FoundSecret found = create(secret(1), value("v1", "one"));
        assertThat(store.find("a")).contains(found);
        int before = asked.calls();
        assertThat(store.find("a")).contains(found);
        assertThat(asked.calls()).isEqualTo(before);
    }

    @Test
    void find_ofAMissingNameAgain_asksNothing() {
        assertThat(store.find("a")).isEmpty();
        assertThat(store.find("a")).isEmpty();
        assertThat(asked.calls()).isEqualTo(1);
    }

    @Test
    void findValue_again_asksNothing() {
        create(secret(1), value("v1", "one"), value("v2", "two"));
        assertThat(store.findValue("a", "uid", "v2")).contains(value("v2", "two"));
        int before = asked.calls();
        assertThat(store.findValue("a", "uid", "v2")).contains(value("v2", "two"));
        assertThat(asked.calls()).isEqualTo(before);
    }

    @Test
    void findValue_ofTheCurrentVersion_comesWithTheRecord() {
        create(secret(1), value("v1", "one"));
        store.find("a");
        int before = asked.calls();
        assertThat(store.findValue("a", "uid", "v1")).contains(value("v1", "one"));
        assertThat(asked.calls()).isEqualTo(before);
    }

    @Test
    void findValue_afterTheRecordIsFoundUnchanged_asksForNoValue() {
        create(secret(1), value("v1", "one"), value("v2", "two"));
        store.findValue("a", "uid", "v2");
        int before = asked.calls();
        clock.advance(SECOND);
        assertThat(store.findValue("a", "uid", "v2")).contains(value("v2", "two"));
        assertThat(asked.calls()).as("the record").isEqualTo(before + 1);
    }

    // Staleness

    @Test
    void find_isAsOldAsTheStalenessAtMost() {
        create(secret(1), value("v1", "one"));
        store.find("a");
        otherNode.commit(update(secret(1), secret(2)));

        clock.advance(SECOND.minusMillis(1));
        assertThat(revision()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(revision()).isEqualTo(2);
    }

    @Test
    void find_ofWhatAnotherNodeMade_comesWithinTheStaleness() {
        assertThat(store.find("a")).isEmpty();
        otherNode.commit(new SecretChange.Create(secret(1), List.of()));
        clock.advance(SECOND);
        assertThat(revision()).isEqualTo(1);
    }

    @Test
    void find_ofWhatAnotherNodeDeleted_endsWithinTheStaleness() {
        create(secret(1), value("v1", "one"));
        store.find("a");
        otherNode.commit(new SecretChange.Delete("a", "uid", 1));
        clock.advance(SECOND);
        assertThat(store.find("a")).isEmpty();
        assertThat(store.findValue("a", "uid", "v1")).isEmpty();
    }

    @Test
    void staleness_isCountedFromBeforeTheReading() {
        create(secret(1));
        asked.failCall(1, DOWN);
        assertThatThrownBy(() -> store.find("a")).isSameAs(DOWN);
        FaultySecretStore slow = new FaultySecretStore(SharedStore.silent(data));
        SecretStore takesASecond = new CachingSecretStore(slow, SECOND, PLENTY, () -> {
            Instant now = clock.instant();
            clock.advance(SECOND);
            return now;
        });
        takesASecond.find("a");
        takesASecond.find("a");
        assertThat(slow.calls()).isEqualTo(2);
    }

    @Test
    void find_afterTheClockWasSetBack_asks() {
        create(secret(1));
        store.find("a");
        otherNode.commit(update(secret(1), secret(2)));
        clock.advance(Duration.ofMinutes(-5));
        assertThat(revision()).isEqualTo(2);
    }

    @Test
    void find_withoutStaleness_alwaysAsks() {
        SecretStore fresh = new CachingSecretStore(asked, Duration.ZERO, PLENTY, clock);
        create(secret(1));
        fresh.find("a");
        otherNode.commit(update(secret(1), secret(2)));
        assertThat(fresh.find("a").orElseThrow().secret().revision()).isEqualTo(2);
    }

    // Own commits

    @Test
    void find_afterAnOwnCommit_seesIt() {
        assertThat(store.find("a")).isEmpty();
        create(secret(1));
        assertThat(revision()).isEqualTo(1);
        store.commit(update(secret(1), secret(2)));
        assertThat(revision()).isEqualTo(2);
        store.commit(new SecretChange.Delete("a", "uid", 2));
        assertThat(store.find("a")).isEmpty();
    }

    @Test
    void find_afterAConflict_seesWhoWon() {
        create(secret(1));
        store.find("a");
        otherNode.commit(update(secret(1), secret(2)));
        assertThatThrownBy(() -> store.commit(update(secret(1), secret(2)))).isInstanceOf(StoreConflictException.class);
        assertThat(revision()).isEqualTo(2);
    }

    @Test
    void find_afterAnUnknownOutcome_asks() {
        create(secret(1));
        store.find("a");
        asked.loseCommitAnswer(1);
        assertThatThrownBy(() -> store.commit(update(secret(1), secret(2))))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(revision()).isEqualTo(2);
    }

    // Latest reads

    @Test
    void findLatest_alwaysAsksAndRenewsWhatIsKept() {
        create(secret(1));
        store.find("a");
        otherNode.commit(update(secret(1), secret(2)));
        assertThat(store.findLatest("a").orElseThrow().secret().revision()).isEqualTo(2);
        int before = asked.calls();
        assertThat(revision()).isEqualTo(2);
        assertThat(asked.calls()).isEqualTo(before);
        store.findLatest("a");
        assertThat(asked.calls()).isEqualTo(before + 1);
    }

    @Test
    void findLatest_thatFails_leavesNothingOld() {
        create(secret(1));
        store.find("a");
        otherNode.commit(update(secret(1), secret(2)));
        asked.failCall(1, DOWN);
        assertThatThrownBy(() -> store.findLatest("a")).isSameAs(DOWN);
        assertThat(revision()).isEqualTo(2);
    }

    // Records and values belong together

    @Test
    void findValue_ofAVersionWrittenTwice_goesWithTheRecord() {
        create(secret(1), value("v2", "first"));
        store.findValue("a", "uid", "v2");
        otherNode.commit(update(secret(1), secret(2), value("v2", "second")));

        assertThat(revision()).isEqualTo(1);
        assertThat(store.findValue("a", "uid", "v2")).contains(value("v2", "first"));
        clock.advance(SECOND);
        assertThat(revision()).isEqualTo(2);
        assertThat(store.findValue("a", "uid", "v2")).contains(value("v2", "second"));
    }

    @Test
    void findValue_ofTheSameRevisionWithOtherMetadata_asksAgain() {
        create(secret(1), value("v2", "first"));
        store.findValue("a", "uid", "v2");
        data.commit(new SecretChange.Delete("a", "uid", 1));
        data.commit(
                new SecretChange.Create(record("uid", 1, "restored from elsewhere"), List.of(value("v2", "second"))));
        clock.advance(SECOND);
        assertThat(store.findValue("a", "uid", "v2")).contains(value("v2", "second"));
    }

    @Test
    void findValue_ofAnotherUidThanTheOneKept_asks() {
        create(secret(1), value("v2", "first"));
        store.find("a");
        StoredSecret anew = record("another", 1, "anew");
        otherNode.commit(update(secret(1), anew, value("v2", "second")));
        assertThat(store.findValue("a", "another", "v2")).contains(value("v2", "second"));
        assertThat(store.findValue("a", "uid", "v2")).isEmpty();
    }

    @Test
    void findValue_thatIsMissing_isAskedForAgain() {
        create(secret(1));
        store.findValue("a", "uid", "v2");
        int before = asked.calls();
        assertThat(store.findValue("a", "uid", "v2")).isEmpty();
        assertThat(asked.calls()).isEqualTo(before + 1);
    }

    // Hints

    @Test
    void find_afterAHint_seesTheChangeAtOnce() {
        SecretStore told = new CachingSecretStore(new SharedStore(data), SECOND, PLENTY, clock);
        create(secret(1));
        told.find("a");
        otherNode.commit(update(secret(1), secret(2)));
        assertThat(told.find("a").orElseThrow().secret().revision()).isEqualTo(2);
    }

    @Test
    void find_byAListenerThatWasTold_seesTheChange() {
        List<Long> seen = new ArrayList<>();
        SecretStore told = new CachingSecretStore(new SharedStore(data), SECOND, PLENTY, clock);
        told.subscribe(name -> seen.add(told.find(name).orElseThrow().secret().revision()));
        create(secret(1));
        otherNode.commit(update(secret(1), secret(2)));
        assertThat(seen).containsExactly(1L, 2L);
    }

    // Bounds and ends

    @Test
    void bytes_areBounded() {
        int size = 4_000;
        int bound = 100_000;
        SecretStore small = new CachingSecretStore(asked, SECOND, bound, clock);
        List<String> names = createMany(100, size);
        names.forEach(small::find);
        names.forEach(name -> small.findValue(name, "uid", "v2"));

        long keptRecords =
                names.stream().filter(name -> !asks(() -> small.find(name))).count();
        assertThat(keptRecords * size).isLessThanOrEqualTo(bound);
        for (int round = 0; round < 20; round++) {
            small.find("many/7");
        }
        assertThat(asks(() -> small.find("many/7"))).as("it keeps something").isFalse();
    }

    @Test
    void bytes_ofOneSecretAboveTheBound_areNotKept() {
        SecretStore small = new CachingSecretStore(asked, SECOND, 3_000, clock);
        createMany(1, 4_000);
        small.find("many/0");
        assertThat(asks(() -> small.find("many/0"))).isTrue();
    }

    @Test
    void find_afterClose_isRefusedEvenIfKept() {
        create(secret(1));
        store.find("a");
        store.close();
        assertThatThrownBy(() -> store.find("a")).isInstanceOf(StoreUnavailableException.class);
    }

    /** The store behind would still answer: nobody may get from it what another has just been refused. */
    @Test
    void close_fromItsBeginning_refusesEveryCallAlike() {
        FoundSecret found = create(secret(1), value("v1", "one"));
        SharedStore behind = SharedStore.silent(data);
        CachingSecretStore closing = new CachingSecretStore(behind, SECOND, PLENTY, clock);
        closing.find("a");
        List<Runnable> calls = everyCall(closing);
        List<Throwable> refusals = new ArrayList<>();
        behind.whileClosing(() -> calls.forEach(call -> refusals.add(catchThrowable(call::run))));
        closing.close();
        assertThat(refusals)
                .hasSameSizeAs(calls)
                .allSatisfy(refusal -> assertThat(refusal).isInstanceOf(StoreUnavailableException.class));
        assertThat(data.find("a")).contains(found);
    }

    private static List<Runnable> everyCall(SecretStore store) {
        RootKey key = TestKeys.rootKey();
        return List.of(
                () -> store.find("a"),
                () -> store.findLatest("a"),
                () -> store.findValue("a", "uid", "v1"),
                () -> store.values("a", "uid"),
                () -> store.commit(update(secret(1), secret(2))),
                () -> store.page("", 1),
                () -> store.due(Instant.EPOCH, DueCursor.START, 1),
                store::now,
                () -> store.subscribe(name -> {}),
                () -> store.rewrap(key, key));
    }

    @Test
    void constructor_withNegativeBounds_isRefused() {
        assertThatThrownBy(() -> new CachingSecretStore(data, Duration.ofMillis(-1), PLENTY, clock))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CachingSecretStore(data, SECOND, -1, clock))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private long revision() {
        return store.find("a").orElseThrow().secret().revision();
    }

    private boolean asks(Runnable read) {
        int before = asked.calls();
        read.run();
        return asked.calls() > before;
    }

    private FoundSecret create(StoredSecret secret, StoredValue... values) {
        store.commit(new SecretChange.Create(secret, List.of(values)));
        return data.find("a").orElseThrow();
    }

    private List<String> createMany(int count, int size) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "many/" + i;
            SealedBytes bytes = SealedBytes.wrap(new byte[size]);
            data.commit(new SecretChange.Create(
                    new StoredSecret(name, "uid", 1, Optional.empty(), Optional.of("v1"), sealed(name)),
                    List.of(new StoredValue("v1", bytes), new StoredValue("v2", bytes))));
            names.add(name);
        }
        return names;
    }

    private static SecretChange update(StoredSecret before, StoredSecret after, StoredValue... put) {
        return new SecretChange.Update(before.secretUid(), before.revision(), after, List.of(put), Set.of());
    }

    private static StoredSecret secret(long revision) {
        return record("uid", revision, "revision " + revision);
    }

    private static StoredSecret record(String uid, long revision, String metadata) {
        return new StoredSecret("a", uid, revision, Optional.empty(), Optional.of("v1"), sealed(metadata));
    }

    private static StoredValue value(String versionId, String content) {
        return new StoredValue(versionId, sealed(content));
    }

    private static SealedBytes sealed(String content) {
        return SealedBytes.wrap(content.getBytes(StandardCharsets.UTF_8));
    }
}
