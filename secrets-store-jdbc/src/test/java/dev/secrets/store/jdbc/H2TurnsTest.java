package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Concurrently;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Scale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Many who change one record while H2 is writing to its file, and who give up waiting for it: without turns, H2 takes back what
 * others committed, once in a few of these runs.
 */
final class H2TurnsTest {
    private static final int WRITERS = 8;

    /** What they make in about two seconds. */
    private static final int CHANGES = Scale.of(400, 12_000);

    @Test
    void changes_whileH2WritesItsFile_areNotTakenBack() {
        String url = "jdbc:h2:async:" + TemporaryDirectories.create("h2-turns") + "/store;LOCK_TIMEOUT=4";
        AtomicLong acknowledged = new AtomicLong();
        try (HikariDataSource pool = TestDatabase.newPool(url, WRITERS + 1)) {
            JdbcSecretStore store = TestDatabase.newStore(pool, JdbcStoreOptions.defaults());
            store.commit(Sample.create("counter", 10));
            Concurrently.run(WRITERS + 1, thread -> {
                while (acknowledged.get() < CHANGES) {
                    if (thread == 0) {
                        TestDatabase.execute(pool, "CHECKPOINT SYNC");
                    } else {
                        count(store, acknowledged);
                    }
                }
            });
            assertThat(store.find("counter").orElseThrow().secret().revision()).isEqualTo(1 + acknowledged.get());
        }
    }

    private static void count(JdbcSecretStore store, AtomicLong acknowledged) {
        try {
            long revision = store.find("counter").orElseThrow().secret().revision();
            store.commit(Sample.update("counter", revision, 10));
            acknowledged.incrementAndGet();
        } catch (StoreConflictException lost) {
            // again, on what the winner left
        } catch (StoreUnavailableException busy) {
            assertThat(busy.retryable()).as(busy.getMessage()).isTrue();
        }
    }
}
