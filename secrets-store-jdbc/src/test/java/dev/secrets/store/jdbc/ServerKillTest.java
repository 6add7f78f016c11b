package dev.secrets.store.jdbc;

import dev.secrets.testing.Scale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The server is killed under load and started again: nothing acknowledged is gone, and the pool recovers by itself. */
final class ServerKillTest {
    @Test
    void kill_ofPostgresql_losesNothing() throws InterruptedException {
        killUnderLoad(TestDatabase.POSTGRESQL, PostgresqlServer.shared());
    }

    @Test
    void kill_ofMariaDb_losesNothing() throws InterruptedException {
        killUnderLoad(TestDatabase.MARIADB, MariaDbServer.shared());
    }

    @Test
    void kill_ofH2_losesNothing() throws InterruptedException {
        killUnderLoad(TestDatabase.H2, H2Server.shared());
    }

    private static void killUnderLoad(TestDatabase database, DatabaseServer server) throws InterruptedException {
        Random random = Scale.random(database + " is killed");
        try (var pool = TestDatabase.newPool(server.url(), 4);
                JdbcSecretStore store = TestDatabase.newStore(pool, database.ownTables())) {
            Writers writers = new Writers(store, 4);
            writers.start();
            for (int kills = Scale.of(1, 20); kills > 0; kills--) {
                writers.awaitProgress(50 + random.nextInt(100));
                server.kill();
                server.restart();
            }
            writers.awaitProgress(50);
            writers.stopAndVerify(store);
        }
    }
}
