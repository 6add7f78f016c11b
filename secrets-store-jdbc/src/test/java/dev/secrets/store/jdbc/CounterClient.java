package dev.secrets.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Sample;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process whose threads all count up the revision of one secret. It begins when it reads a byte and ends when its input does;
 * each acknowledged revision goes out as a line, and at the end how many there were.
 */
final class CounterClient {
    static final String NAME = "counter";

    private CounterClient() {}

    /** Arguments: the URL, the prefix of the tables, how many threads. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int threads = Integer.parseInt(arguments[2]);
        try (HikariDataSource pool = TestDatabase.newPool(arguments[0], threads)) {
            JdbcSecretStore store = new JdbcSecretStore(pool, JdbcStoreOptions.DEFAULTS.tablePrefix(arguments[1]));
            store.find(NAME);
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            AtomicLong acknowledged = new AtomicLong();
            Thread[] workers = new Thread[threads];
            for (int i = 0; i < threads; i++) {
                workers[i] = new Thread(() -> count(store, acknowledged));
                workers[i].start();
            }
            while (System.in.read() >= 0) {
                // the end of the input is what counts
            }
            store.close();
            for (Thread worker : workers) {
                worker.join();
            }
            System.out.println("total " + acknowledged);
        }
    }

    private static void count(JdbcSecretStore store, AtomicLong acknowledged) {
        while (true) {
            try {
                FoundSecret found = store.findLatest(NAME).orElseThrow();
                store.commit(Sample.update(NAME, found.secret().revision(), 100));
                acknowledged.incrementAndGet();
                System.out.println(found.secret().revision() + 1);
            } catch (StoreConflictException lost) {
                // again, on what the winner left
            } catch (StoreUnavailableException closedOrBusy) {
                if (!closedOrBusy.retryable()) {
                    return;
                }
            }
        }
    }
}
