package dev.secrets.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.testing.FaultySecretStore;
import dev.secrets.testing.Stall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What became of a change of which the store can't tell: the record says so. */
final class CommitsTest {
    private static final OutcomeUnknownException UNKNOWN =
            new OutcomeUnknownException("Unknown", new IllegalStateException("A planned fault"));
    private static final StoreUnavailableException DOWN = new StoreUnavailableException("Down", true);
    private static final StoredSecret FIRST = record("one", 1);
    private static final StoredSecret SECOND = record("one", 2);

    private final InMemorySecretStore store = new InMemorySecretStore();
    private final FaultySecretStore faulty = new FaultySecretStore(store);

    private static StoredSecret record(String uid, long revision) {
        return record(uid, revision, uid + revision);
    }

    private static StoredSecret record(String uid, long revision, String text) {
        SealedBytes metadata = SealedBytes.wrap(text.getBytes(StandardCharsets.UTF_8));
        return new StoredSecret("name", uid, revision, Optional.empty(), Optional.empty(), metadata);
    }

    private static SecretChange create(StoredSecret record) {
        return new SecretChange.Create(record, List.of());
    }

    private static SecretChange update(StoredSecret before, StoredSecret after) {
        return new SecretChange.Update(before.secretUid(), before.revision(), after, List.of(), Set.of());
    }

    private static SecretChange delete(StoredSecret before) {
        return new SecretChange.Delete(before.name(), before.secretUid(), before.revision());
    }

    private Optional<StoredSecret> current() {
        return store.find("name").map(FoundSecret::secret);
    }

    private void commitUnknown(SecretChange change) {
        faulty.failCommit(1, UNKNOWN);
        Commits.commit(faulty, change);
    }

    private void commitWithLostAnswer(SecretChange change) {
        faulty.loseCommitAnswer(1);
        Commits.commit(faulty, change);
    }

    @Test
    void change_made_isDone() {
        assertThatCode(() -> {
                    commitWithLostAnswer(create(FIRST));
                    commitWithLostAnswer(update(FIRST, SECOND));
                    commitWithLostAnswer(delete(SECOND));
                })
                .doesNotThrowAnyException();
        assertThat(current()).isEmpty();
    }

    @Test
    void change_notMade_isMadeByAnotherCommit() {
        store.commit(create(FIRST));
        commitUnknown(update(FIRST, SECOND));
        assertThat(current()).contains(SECOND);
        commitUnknown(delete(SECOND));
        assertThat(current()).isEmpty();
    }

    @Test
    void change_ofWhichTheStoreNeverTells_staysUnknown() {
        IntStream.rangeClosed(1, 10).forEach(commit -> faulty.failCommit(commit, UNKNOWN));
        store.commit(create(FIRST));

        assertThatThrownBy(() -> Commits.commit(faulty, update(FIRST, SECOND))).isSameAs(UNKNOWN);
        assertThat(current()).contains(FIRST);
    }

    /** The first commit has arrived by the time that the second is refused. */
    @Test
    void change_madeLate_isDone() {
        store.commit(create(FIRST));
        faulty.failCommit(1, UNKNOWN);
        Stall second = faulty.stallCall(3);

        CompletableFuture<Void> done = CompletableFuture.runAsync(() -> Commits.commit(faulty, update(FIRST, SECOND)));
        second.awaitReached();
        store.commit(update(FIRST, SECOND));
        second.release();

        assertThat(done).succeedsWithin(Duration.ofSeconds(30));
        assertThat(current()).contains(SECOND);
    }

    @Test
    void change_whoseRevisionIsAnothers_isAConflict() {
        StoredSecret others = record("one", 2, "others");
        store.commit(create(FIRST));
        store.commit(update(FIRST, others));

        assertThatThrownBy(() -> commitUnknown(update(FIRST, SECOND))).isInstanceOf(StoreConflictException.class);
        assertThatThrownBy(() -> commitUnknown(create(SECOND))).isInstanceOf(StoreConflictException.class);
        assertThat(current()).contains(others);
    }

    /** What was made is only a step on the way to what is there now. */
    @Test
    void change_madeAndOvertaken_isUnknownAndNotMadeAgain() {
        StoredSecret third = record("one", 3);

        commitOvertaken(create(FIRST), update(FIRST, SECOND));
        assertThat(current()).contains(SECOND);
        commitOvertaken(update(SECOND, third), update(third, record("one", 4)));
        assertThat(current()).contains(record("one", 4));
    }

    @Test
    void create_whoseNameHasNoRecord_staysUnknown() {
        assertThatThrownBy(() -> commitUnknown(create(FIRST))).isSameAs(UNKNOWN);
        assertThat(current()).isEmpty();
    }

    @Test
    void create_madeAndDeleted_isUnknownAndNotMadeAgain() {
        commitOvertaken(create(FIRST), delete(FIRST));

        assertThat(current()).isEmpty();
    }

    private void commitOvertaken(SecretChange change, SecretChange overtaking) {
        faulty.loseCommitAnswer(1);
        Stall readBack = faulty.stallCall(2);
        CompletableFuture<Void> done = CompletableFuture.runAsync(() -> Commits.commit(faulty, change));
        readBack.awaitReached();
        store.commit(overtaking);
        readBack.release();

        assertThatThrownBy(done::join).hasCauseInstanceOf(OutcomeUnknownException.class);
    }

    /** It may have been made, deleted, and made anew by somebody else. */
    @Test
    void change_whereTheNameIsOfAnotherSecret_staysUnknown() {
        store.commit(create(record("other", 1)));

        assertThatThrownBy(() -> commitUnknown(create(FIRST))).isSameAs(UNKNOWN);
        assertThatThrownBy(() -> commitUnknown(update(FIRST, SECOND))).isSameAs(UNKNOWN);
    }

    @Test
    void update_whereTheNameIsGone_staysUnknown() {
        assertThatThrownBy(() -> commitUnknown(update(FIRST, SECOND))).isSameAs(UNKNOWN);
    }

    /** The secret lives on, as another writer left it. */
    @Test
    void delete_whereAnotherChangeWasMade_isAConflict() {
        store.commit(create(FIRST));
        store.commit(update(FIRST, SECOND));

        assertThatThrownBy(() -> commitUnknown(delete(FIRST))).isInstanceOf(StoreConflictException.class);
    }

    /** An older record of the same secret was put back, perhaps after the deletion. */
    @Test
    void delete_whereTheRecordIsOlder_staysUnknown() {
        store.commit(create(FIRST));

        assertThatThrownBy(() -> commitUnknown(delete(SECOND))).isSameAs(UNKNOWN);
    }

    @Test
    void delete_whereTheNameIsOfAnotherSecret_isDone() {
        store.commit(create(record("other", 1)));

        assertThatCode(() -> commitUnknown(delete(FIRST))).doesNotThrowAnyException();
    }

    @Test
    void change_whoseRecordIsReadAtTheSecondTry_isDone() {
        faulty.failCall(2, DOWN);

        assertThatCode(() -> commitWithLostAnswer(create(FIRST))).doesNotThrowAnyException();
    }

    @Test
    void change_whoseRecordCantBeRead_staysUnknown() {
        store.commit(create(FIRST));
        faulty.failCall(2, DOWN);
        faulty.failCall(3, DOWN);

        assertThatThrownBy(() -> commitUnknown(update(FIRST, SECOND))).isSameAs(UNKNOWN);
    }

    @Test
    void change_thatCantBeCommittedAgain_staysUnknown() {
        store.commit(create(FIRST));
        faulty.failCall(3, DOWN);

        assertThatThrownBy(() -> commitUnknown(update(FIRST, SECOND))).isSameAs(UNKNOWN);
    }

    @Test
    void change_thatTheStoreRefuses_isToldAsItIs() {
        faulty.failCall(1, DOWN);

        assertThatThrownBy(() -> Commits.commit(faulty, create(FIRST))).isSameAs(DOWN);
    }
}
