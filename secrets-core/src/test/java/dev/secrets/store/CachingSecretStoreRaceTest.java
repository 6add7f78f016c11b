package dev.secrets.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.testing.FaultySecretStore;
import dev.secrets.testing.SettableClock;
import dev.secrets.testing.Stall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readings that are under way while something happens, each held still at the place that matters. */
@Timeout(60)
final class CachingSecretStoreRaceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final StoreUnavailableException DOWN = new StoreUnavailableException("Down", true);

    private final SettableClock clock = SettableClock.at("2026-02-03T10:15:30.123Z");
    private final InMemorySecretStore data = new InMemorySecretStore(clock);
    private final FaultySecretStore failing = new FaultySecretStore(new SharedStore(data));
    private final FaultySecretStore asked = new FaultySecretStore(failing);
    private final CachingSecretStore store =
            new CachingSecretStore(asked, SECOND, CachingSecretStore.DEFAULT_MAXIMUM_BYTES, clock);

    @Test
    void find_underWayDuringAnOwnCommit_doesNotPutTheOldRecordBack() {
        create();
        overtaken(asked.stallAnswer(1), () -> store.find("a"), () -> store.commit(update(1)));
    }

    @Test
    void find_underWayDuringAHint_doesNotPutTheOldRecordBack() {
        create();
        overtaken(asked.stallAnswer(1), () -> store.find("a"), () -> data.commit(update(1)));
    }

    @Test
    void findLatest_underWayDuringAnOwnCommit_doesNotPutTheOldRecordBack() {
        create();
        overtaken(asked.stallAnswer(1), () -> store.findLatest("a"), () -> store.commit(update(1)));
    }

    @Test
    void find_ofAMissingNameUnderWayDuringItsCreation_doesNotHideIt() {
        overtaken(asked.stallAnswer(1), () -> store.find("a"), () -> {
            create();
            store.commit(update(1));
        });
    }

    /** The reading has its old answer when the change comes, and ends only after a later reader was answered. */
    private void overtaken(Stall stall, Callable<Optional<FoundSecret>> read, Runnable change) {
        try (stall) {
            CompletableFuture<Optional<FoundSecret>> old = inBackground(read);
            stall.awaitReached();
            change.run();
            assertThat(revision()).as("read while the old reading stands").isEqualTo(2);
            int before = asked.calls();
            stall.release();
            assertThat(old.join().map(found -> found.secret().revision())).isNotEqualTo(Optional.of(2L));
            assertThat(revision()).as("read when the old reading is over").isEqualTo(2);
            assertThat(asked.calls()).isEqualTo(before);
        }
    }

    @Test
    void findValue_underWayDuringACommit_isNotAnsweredBesideTheNewRecord() {
        create();
        try (Stall stall = asked.stallAnswer(2)) { // the record, then the value
            CompletableFuture<Optional<StoredValue>> old = inBackground(() -> store.findValue("a", "uid", "v2"));
            stall.awaitReached();
            store.commit(update(1));
            assertThat(store.findValue("a", "uid", "v2")).contains(value("v2", "of revision 2"));
            stall.release();
            assertThat(old.join()).contains(value("v2", "of revision 1"));
            assertThat(store.findValue("a", "uid", "v2")).contains(value("v2", "of revision 2"));
        }
    }

    @Test
    void find_byMany_asksOnce() throws Exception {
        create();
        int before = asked.calls();
        try (Stall stall = asked.stallCall(1)) {
            List<FutureTask<Optional<FoundSecret>>> readers = readersThatWait(8, stall);
            stall.release();
            for (FutureTask<Optional<FoundSecret>> reader : readers) {
                assertThat(reader.get()).isEqualTo(data.find("a"));
            }
        }
        assertThat(asked.calls()).isEqualTo(before + 1);
    }

    @Test
    void find_thatFails_failsForItsReaderAlone() throws Exception {
        create();
        failing.failCall(1, DOWN);
        try (Stall stall = asked.stallCall(1)) {
            List<FutureTask<Optional<FoundSecret>>> readers = readersThatWait(3, stall);
            stall.release();
            assertThatThrownBy(() -> readers.get(0).get()).hasCause(DOWN);
            assertThat(readers.get(1).get()).isEqualTo(data.find("a"));
            assertThat(readers.get(2).get()).isEqualTo(data.find("a"));
        }
        assertThat(revision()).isEqualTo(1);
    }

    @Test
    void find_whileAReadingStallsBeyondTheStaleness_asksItself() {
        create();
        try (Stall stall = asked.stallAnswer(1)) {
            CompletableFuture<Optional<FoundSecret>> old = inBackground(() -> store.find("a"));
            stall.awaitReached();
            clock.advance(SECOND);
            assertThat(revision()).isEqualTo(1);
            stall.release();
            old.join();
        }
    }

    @Test
    void close_whileAReadingIsUnderWay_lastsForReadersThereafter() {
        create();
        try (Stall stall = asked.stallCall(1)) {
            CompletableFuture<Optional<FoundSecret>> old = inBackground(() -> store.find("a"));
            stall.awaitReached();
            store.close();
            stall.release();
            assertThatThrownBy(old::join).hasCauseInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> store.find("a")).isInstanceOf(StoreUnavailableException.class);
        }
    }

    /** Returns readers of one name, of which the first stands in the store and the others wait for it. */
    private List<FutureTask<Optional<FoundSecret>>> readersThatWait(int count, Stall stall) {
        List<FutureTask<Optional<FoundSecret>>> readers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FutureTask<Optional<FoundSecret>> reader = new FutureTask<>(() -> store.find("a"));
            Thread thread = new Thread(reader);
            thread.setDaemon(true);
            thread.start();
            stall.awaitReached();
            readers.add(reader);
            threads.add(thread);
        }
        threads.stream().skip(1).forEach(CachingSecretStoreRaceTest::awaitWaiting);
        return readers;
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static <T> CompletableFuture<T> inBackground(Callable<T> work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return work.call();
            } catch (Exception failure) {
                throw new CompletionException(failure);
            }
        });
    }

    private long revision() {
        return store.find("a").orElseThrow().secret().revision();
    }

    private void create() {
        data.commit(new SecretChange.Create(secret(1), List.of(value("v2", "of revision 1"))));
    }

    private static SecretChange update(long revision) {
        StoredSecret after = secret(revision + 1);
        StoredValue put = value("v2", "of revision " + after.revision());
        return new SecretChange.Update("uid", revision, after, List.of(put), Set.of());
    }

    private static StoredSecret secret(long revision) {
        return new StoredSecret(
                "a", "uid", revision, Optional.empty(), Optional.empty(), sealed("revision " + revision));
    }

    private static StoredValue value(String versionId, String content) {
        return new StoredValue(versionId, sealed(content));
    }

    private static SealedBytes sealed(String content) {
        return SealedBytes.wrap(content.getBytes(StandardCharsets.UTF_8));
    }
}
