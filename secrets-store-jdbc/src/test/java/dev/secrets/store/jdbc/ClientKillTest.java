package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.ChildJvm;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Scale;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that has its database inside it is killed while it writes: nothing acknowledged is gone, nothing is by halves. */
final class ClientKillTest {
    private static final int THREADS = 2;

    @ParameterizedTest
    @EnumSource(names = {"H2", "SQLITE"})
    void kill_ofAProcessWithItsDatabase_losesNothing(TestDatabase database) throws Exception {
        Random random = Scale.random(database + " is killed with its process");
        String url = TestDatabase.embedded(database, TemporaryDirectories.create("killed"));
        try (HikariDataSource pool = TestDatabase.newPool(url, 1)) {
            TestDatabase.newStore(pool, JdbcStoreOptions.defaults()).commit(Sample.create(CounterClient.NAME, 100));
        }
        for (int kills = Scale.of(2, 50); kills > 0; kills--) {
            long acknowledged = countUntilKilled(url, 10 + random.nextInt(40));
            try (HikariDataSource pool = TestDatabase.newPool(url, 1)) {
                JdbcSecretStore store = new JdbcSecretStore(pool);
                StoredSecret secret =
                        store.find(CounterClient.NAME).orElseThrow().secret();
                assertThat(secret.revision()).isBetween(acknowledged, acknowledged + THREADS);
                assertThat(store.values(CounterClient.NAME, secret.secretUid()))
                        .contains(Sample.value(CounterClient.NAME, secret.revision(), 100));
            }
        }
    }

    /** Returns the highest revision that was acknowledged. */
    private static long countUntilKilled(String url, int acknowledgements) throws IOException, InterruptedException {
        String prefix = JdbcStoreOptions.defaults().tablePrefix();
        Process process = ChildJvm.start(CounterClient.class, url, prefix, THREADS);
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            assertThat(answers.readLine()).isEqualTo("ready");
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            long highest = 0;
            for (int i = 0; i < acknowledgements; i++) {
                highest = Math.max(highest, Long.parseLong(answers.readLine()));
            }
            process.toHandle().destroyForcibly(); // which leaves open what it wrote
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                highest = Math.max(highest, Long.parseLong(line));
            }
            return highest;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
