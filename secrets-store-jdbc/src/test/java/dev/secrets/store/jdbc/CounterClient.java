package dev.secrets.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Sample;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process whose threads all count up the revision of one secret. It begins when it reads a byte and ends when its input does;
 * each acknowledged revision goes out as a line, and at the end how many there were, and of how many changes the outcome is
 * unknown.
 */
final class CounterClient {
    static final String NAME = "counter";

    private final JdbcSecretStore store;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private volatile boolean ended;

    private CounterClient(JdbcSecretStore store) {
        this.store = store;
    }

    /** Arguments: the URL, the prefix of the tables, how many threads. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int threads = Integer.parseInt(arguments[2]);
        try (HikariDataSource pool = TestDatabase.newPool(arguments[0], threads)) {
            JdbcSecretStore store =
                    new JdbcSecretStore(pool, JdbcStoreOptions.defaults().tablePrefix(arguments[1]));
            store.find(NAME);
            System.out.println("ready");
            if (System.in.read() >= 0) {
                new CounterClient(store).run(threads);
            }
        }
    }

    private void run(int threads) throws IOException, InterruptedException {
        Thread[] workers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = new Thread(this::count);
            workers[i].start();
        }
        while (System.in.read() >= 0) {
            // the end of the input is what counts
        }
        ended = true;
        for (Thread worker : workers) {
            worker.join();
        }
        System.out.println("unknown " + unknown);
        System.out.println("total " + acknowledged);
    }

    private void count() {
        String sealed = UUID.randomUUID().toString();
        while (!ended) {
            try {
                long revision = store.findLatest(NAME).orElseThrow().secret().revision();
                store.commit(Sample.updateSealedAs(sealed, NAME, revision, 100));
                acknowledged.incrementAndGet();
                System.out.println(revision + 1);
            } catch (StoreConflictException lost) {
                // again, on what the winner left
            } catch (OutcomeUnknownException eitherWay) {
                unknown.incrementAndGet();
            } catch (StoreUnavailableException busy) {
                if (!busy.retryable()) {
                    System.out.println("failed: " + busy.getMessage());
                    return;
                }
            }
        }
    }
}
