package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.testing.ChildJvm;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Scale;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Four processes of two threads each count up one secret by compare-and-set: no acknowledgement is given twice or lost. */
final class CounterTest {
    private static final int PROCESSES = 4;
    private static final int THREADS = 2;

    /** Of all together: what they make in a second or two. */
    private static final int CHANGES = Scale.of(400, 8_000);

    @ParameterizedTest
    @EnumSource
    void counters_ofManyProcesses_addUp(TestDatabase database) throws IOException {
        String url = database == TestDatabase.H2 ? H2Server.shared().url() : database.url();
        JdbcStoreOptions options = database.ownTables();
        try (var pool = TestDatabase.newPool(url, 2)) {
            JdbcSecretStore store = TestDatabase.newStore(pool, options);
            store.commit(Sample.create(CounterClient.NAME, 100));
            Counted counted = count(url, options);
            System.out.println(database + ": " + counted.acknowledged.size() + " changes by " + PROCESSES
                    + " processes, the outcome of " + counted.unknown + " is unknown");
            long revision =
                    store.find(CounterClient.NAME).orElseThrow().secret().revision();
            long least = 1 + counted.acknowledged.size();
            assertThat(revision).isBetween(least, least + counted.unknown);
        }
    }

    /** The revisions that were acknowledged, and how many changes may have been made besides. */
    private record Counted(Set<Long> acknowledged, long unknown) {}

    private static Counted count(String url, JdbcStoreOptions options) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            clients.add(new Client(ChildJvm.start(CounterClient.class, url, options.tablePrefix(), THREADS)));
        }
        try {
            for (Client client : clients) {
                client.begin();
            }
            Await.until(() -> haveCounted(clients) || clients.stream().anyMatch(Client::hasEnded));
            Set<Long> all = new HashSet<>();
            for (Client client : clients) {
                List<Long> own = client.end();
                all.addAll(own);
                assertThat(own).as("counted by one process").isNotEmpty();
            }
            long given = clients.stream().mapToLong(client -> client.total).sum();
            assertThat(all).as("no revision is acknowledged twice").hasSize((int) given);
            return new Counted(
                    all, clients.stream().mapToLong(client -> client.unknown).sum());
        } finally {
            clients.forEach(client -> client.process.destroyForcibly());
        }
    }

    private static boolean haveCounted(List<Client> clients) {
        List<Long> counted =
                clients.stream().map(client -> client.counted.get()).toList();
        return !counted.contains(0L)
                && counted.stream().mapToLong(Long::longValue).sum() >= CHANGES;
    }

    private static final class Client {
        private final Process process;
        private final BufferedReader answers;
        private CompletableFuture<List<Long>> revisions = new CompletableFuture<>();
        private final AtomicLong counted = new AtomicLong();
        private long total;
        private long unknown;

        Client(Process process) {
            this.process = process;
            this.answers =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        }

        void begin() throws IOException {
            assertThat(answers.readLine()).isEqualTo("ready");
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            revisions = CompletableFuture.supplyAsync(() -> {
                List<Long> read = new ArrayList<>();
                answers.lines().forEach(line -> {
                    if (line.startsWith("total ")) {
                        total = Long.parseLong(line.substring("total ".length()));
                    } else if (line.startsWith("unknown ")) {
                        unknown = Long.parseLong(line.substring("unknown ".length()));
                    } else {
                        read.add(Long.parseLong(line));
                        counted.incrementAndGet();
                    }
                });
                return read;
            });
        }

        boolean hasEnded() {
            return revisions.isDone();
        }

        List<Long> end() throws IOException {
            process.getOutputStream().close();
            return revisions.join();
        }
    }
}
