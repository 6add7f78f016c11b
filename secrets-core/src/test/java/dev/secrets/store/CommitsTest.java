package dev.secrets.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.testing.FaultySecretStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What became of a change of which the store can't tell: the record says so. */
final class CommitsTest {
    private static final OutcomeUnknownException UNKNOWN =
            new OutcomeUnknownException("Unknown", new IllegalStateException("A planned fault"));
    private static final StoredSecret FIRST = record("one", 1);
    private static final StoredSecret SECOND = record("one", 2);

    private final InMemorySecretStore store = new InMemorySecretStore();
    private final FaultySecretStore faulty = new FaultySecretStore(store);

    private static StoredSecret record(String uid, long revision) {
        SealedBytes metadata = SealedBytes.wrap((uid + revision).getBytes(StandardCharsets.UTF_8));
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
        assertThat(store.find("name")).isEmpty();
    }

    @Test
    void change_notMadeYet_staysUnknown() {
        assertThatThrownBy(() -> commitUnknown(create(FIRST))).isSameAs(UNKNOWN);
        store.commit(create(FIRST));
        assertThatThrownBy(() -> commitUnknown(update(FIRST, SECOND))).isSameAs(UNKNOWN);
        assertThatThrownBy(() -> commitUnknown(delete(FIRST))).isSameAs(UNKNOWN);
    }

    @Test
    void change_whereAnotherWasMade_isAConflict() {
        store.commit(create(record("other", 1)));
        assertThatThrownBy(() -> commitUnknown(create(FIRST))).isInstanceOf(StoreConflictException.class);
        assertThatThrownBy(() -> commitUnknown(update(FIRST, SECOND))).isInstanceOf(StoreConflictException.class);
    }

    /** The secret lives on, as another writer left it. */
    @Test
    void delete_whereAnotherChangeWasMade_isAConflict() {
        store.commit(create(FIRST));
        store.commit(update(FIRST, SECOND));

        assertThatThrownBy(() -> commitUnknown(delete(FIRST))).isInstanceOf(StoreConflictException.class);
    }

    @Test
    void delete_whereTheNameIsOfAnotherSecret_isDone() {
        store.commit(create(record("other", 1)));

        assertThatCode(() -> commitUnknown(delete(FIRST))).doesNotThrowAnyException();
    }

    @Test
    void change_whoseRecordCantBeRead_staysUnknown() {
        faulty.failCall(2, new StoreUnavailableException("Down", true));

        assertThatThrownBy(() -> commitUnknown(create(FIRST))).isSameAs(UNKNOWN);
    }
}
