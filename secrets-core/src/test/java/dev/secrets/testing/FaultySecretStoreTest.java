package dev.secrets.testing;

import static dev.secrets.testing.Samples.UID;
import static dev.secrets.testing.Samples.next;
import static dev.secrets.testing.Samples.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Without a planned fault the faulty store passes the contract; with one, exactly the planned call meets it. */
final class FaultySecretStoreTest extends SecretStoreContract {
    private static final StoreUnavailableException DOWN = new StoreUnavailableException("Down", true);

    private final FaultySecretStore faulty = new FaultySecretStore(new InMemorySecretStore());

    @Override
    protected SecretStore newStore() {
        return faulty;
    }

    @Override
    public int manySecrets() {
        return 1_000;
    }

    @Test
    void failCall_ofTheSecond_failsThatOneAlone() {
        faulty.failCall(2, DOWN);
        faulty.find("a");
        assertThatThrownBy(() -> faulty.findLatest("a")).isSameAs(DOWN);
        assertThat(faulty.find("a")).isEmpty();
        assertThat(faulty.faultsLeft()).isFalse();
        assertThat(faulty.calls()).isEqualTo(3);
    }

    @Test
    void failCommit_changesNothing() {
        faulty.failCommit(1, DOWN);
        faulty.find("a");
        assertThatThrownBy(() -> create(secret("a"))).isSameAs(DOWN);
        assertThat(record("a")).isEmpty();
    }

    @Test
    void loseCommitAnswer_changesTheStoreAndSaysItCannotTell() {
        StoredSecret before = create(secret("a"));
        faulty.loseCommitAnswer(1);
        assertThatThrownBy(() -> update(before, next(before))).isInstanceOf(OutcomeUnknownException.class);
        assertThat(record("a")).contains(next(before));
    }

    @Test
    void stallCall_holdsTheCallBackBeforeItsEffect() {
        try (Stall stall = faulty.stallCall(1)) {
            CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> create(secret("a")));
            stall.awaitReached();
            assertThat(record("a")).isEmpty();
            stall.release();
            commit.join();
            assertThat(record("a")).isPresent();
        }
    }

    @Test
    void stallAnswer_holdsTheAnswerBackAfterTheEffect() {
        try (Stall stall = faulty.stallAnswer(1)) {
            CompletableFuture<Void> commit = CompletableFuture.runAsync(
                    () -> faulty.commit(new SecretChange.Create(secret("a", UID, 1), List.of())));
            stall.awaitReached();
            assertThat(record("a")).isPresent();
            assertThat(commit).isNotDone();
            stall.release();
            commit.join();
        }
    }

    @Test
    void clearFaults_dropsWhatIsPlanned() {
        faulty.failCall(1, DOWN);
        faulty.failCommit(1, DOWN);
        faulty.clearFaults();
        assertThat(create(secret("a"))).isEqualTo(secret("a"));
    }
}
