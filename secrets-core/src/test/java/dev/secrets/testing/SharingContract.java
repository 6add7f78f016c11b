package dev.secrets.testing;

import static dev.secrets.testing.Samples.UID;
import static dev.secrets.testing.Samples.current;
import static dev.secrets.testing.Samples.due;
import static dev.secrets.testing.Samples.next;
import static dev.secrets.testing.Samples.secret;
import static dev.secrets.testing.Samples.value;
import static dev.secrets.testing.StoreFixture.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.secrets.store.DueCursor;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoredSecret;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several stores on the same data: each sees what the others acknowledged, at once, and what was acknowledged outlives them. */
interface SharingContract extends StoreFixture {
    @Test
    default void commit_byOneStore_isSeenByTheOther() {
        SecretStore other = otherStore();
        StoredSecret first = create(due(current(secret("prod/db"), "v1"), DueContract.NOON), value("v1", "1"));
        assertThat(other.find("prod/db")).contains(new FoundSecret(first, Optional.of(value("v1", "1"))));
        StoredSecret second = next(first);
        other.commit(change(first, second, value("v2", "2")));
        assertThat(record("prod/db")).contains(second);
        assertThat(store().values("prod/db", UID)).containsExactlyInAnyOrder(value("v1", "1"), value("v2", "2"));
        assertThat(store().page("", 10)).containsExactly(second);
        other.commit(new SecretChange.Delete("prod/db", UID, 2));
        assertThat(store().find("prod/db")).isEmpty();
        assertThat(store().due(DueContract.NOON, DueCursor.START, 10)).isEmpty();
    }

    @Test
    default void commit_onWhatTheOtherStoreChanged_isAConflict() {
        SecretStore other = otherStore();
        StoredSecret before = create(secret("prod/db"));
        other.commit(change(before, next(before)));
        assertThat(store().findLatest("prod/db").map(FoundSecret::secret)).contains(next(before));
        assertThatThrownBy(() -> store().commit(change(before, next(before))))
                .isInstanceOf(StoreConflictException.class);
        assertThatThrownBy(() -> other.commit(new SecretChange.Create(before, List.of())))
                .isInstanceOf(StoreConflictException.class);
    }

    @Test
    default void update_throughBothStores_hasOneWinnerPerRevision() {
        SecretStore other = otherStore();
        create(secret("prod/db", UID, 0));
        AtomicInteger won = new AtomicInteger();
        Concurrently.run(threads(), thread -> {
            for (int wins = 0; wins < commitsPerThread(); wins++) {
                ConcurrencyContract.advance(thread % 2 == 0 ? store() : other, "prod/db");
                won.incrementAndGet();
            }
        });
        assertThat(won).hasValue(threads() * commitsPerThread());
        assertThat(record("prod/db")).contains(secret("prod/db", UID, won.get()));
        assertThat(other.find("prod/db").map(FoundSecret::secret)).isEqualTo(record("prod/db"));
    }

    @Test
    default void close_ofOneStore_leavesTheOtherAtWork() {
        SecretStore other = otherStore();
        create(secret("a"));
        other.close();
        create(secret("b"));
        assertThat(store().page("", 10)).containsExactly(secret("a"), secret("b"));
    }

    @Test
    default void reopen_afterClose_findsAllThatWasAcknowledged() {
        assumeShared();
        StoredSecret first = create(due(current(secret("a"), "v1"), DueContract.NOON), value("v1", "1"));
        StoredSecret second = update(first, next(first), value("v2", "2"));
        delete(create(secret("b"), value("v1", "1")));
        store().close();
        SecretStore reopened = otherStore();
        assertThat(reopened.find("a")).contains(new FoundSecret(second, Optional.of(value("v1", "1"))));
        assertThat(reopened.values("a", UID)).containsExactlyInAnyOrder(value("v1", "1"), value("v2", "2"));
        assertThat(reopened.page("", 10)).containsExactly(second);
        assertThat(reopened.due(DueContract.NOON, DueCursor.START, 10)).hasSize(1);
        reopened.commit(change(second, next(second)));
    }

    @Test
    default void subscribe_tellsOfTheOtherStoresCommit() throws InterruptedException {
        assumeTrue(tellsOfChanges(), "This backend tells of no changes");
        SecretStore other = otherStore();
        CountDownLatch told = new CountDownLatch(1);
        store().subscribe(name -> {
            if (name.isEmpty() || name.equals("prod/db")) {
                told.countDown();
            }
        });
        other.commit(new SecretChange.Create(secret("prod/db"), List.of()));
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private void assumeShared() {
        assumeTrue(secondStore().isPresent(), "This backend has one store per data");
    }

    private SecretStore otherStore() {
        Optional<SecretStore> other = secondStore();
        assumeTrue(other.isPresent(), "This backend has one store per data");
        return other.orElseThrow();
    }
}
