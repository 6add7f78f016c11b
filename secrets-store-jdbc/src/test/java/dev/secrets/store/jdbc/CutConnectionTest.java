package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Scale;
import java.io.IOException;
import java.net.URI;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections are cut in the middle of commits: an acknowledgement is true, a refusal too, and what is in doubt is one of both. */
final class CutConnectionTest {
    private static final String BYPASS = "com.zaxxer.hikari.aliveBypassWindowMs";

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "H2"})
    void cuts_underLoad_loseNothingAndMakeNothingTwice(TestDatabase database) throws Exception {
        String url = database == TestDatabase.H2 ? H2Server.shared().url() : database.url();
        Random random = Scale.random(database + " is cut off");
        try (CuttingProxy proxy = new CuttingProxy(port(url), random);
                var pool = watchfulPool(url.replace(":" + port(url) + "/", ":" + proxy.port() + "/"), 4);
                JdbcSecretStore store = TestDatabase.newStore(pool, database.ownTables())) {
            Writers writers = new Writers(store, 4);
            writers.start();
            proxy.cutOneIn(20);
            // A pool hands out a broken connection of H2 again and again, so each cut takes seconds.
            int enough = Scale.of(5, database == TestDatabase.H2 ? 25 : 100);
            Await.until(() -> proxy.cuts() >= enough || writers.hasFailed());
            proxy.cutOneIn(Integer.MAX_VALUE);
            writers.awaitProgress(50);
            writers.stopAndVerify(store);
        }
    }

    /** Whichever request of the commit is cut off, the change is there or is not, and the exception does not lie about it. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "H2"})
    void cut_atAnyRequestOfACommit_isToldTruly(TestDatabase database) throws Exception {
        String url = database == TestDatabase.H2 ? H2Server.shared().url() : database.url();
        Random random = Scale.random(database + " is cut off once");
        JdbcStoreOptions options = database.ownTables();
        try (var direct = TestDatabase.newPool(url, 2);
                JdbcSecretStore witness = TestDatabase.newStore(direct, options);
                CuttingProxy proxy = new CuttingProxy(port(url), random);
                var pool = watchfulPool(url.replace(":" + port(url) + "/", ":" + proxy.port() + "/"), 2);
                JdbcSecretStore store = new JdbcSecretStore(pool, options)) {
            store.commit(Sample.create("warm", 10));
            int requests = 0;
            boolean reached = true;
            while (reached) {
                requests++;
                for (int way = 0; way < Scale.of(1, 5); way++) {
                    String name = "round/" + requests + "/" + way;
                    int before = proxy.cuts();
                    proxy.cutAt(requests);
                    boolean acknowledged = isAcknowledged(store, name);
                    proxy.cutAt(Integer.MAX_VALUE);
                    reached = proxy.cuts() > before;
                    assertTrue(witness, name, acknowledged);
                }
            }
            System.out.println(database + ": a commit takes " + (requests - 1) + " requests");
            assertThat(proxy.cuts()).isPositive();
        }
    }

    /** What is there is whole, and is there if it was acknowledged. */
    private static void assertTrue(JdbcSecretStore witness, String name, boolean acknowledged) {
        var found = witness.find(name);
        assertThat(found.isPresent() || !acknowledged).as(name).isTrue();
        if (found.isPresent()) {
            assertThat(found.get().secret()).isEqualTo(Sample.secret(name, 1));
            assertThat(witness.values(name, Sample.uid(name))).hasSize(1);
        }
    }

    /**
     * Returns a pool that looks at each connection before it hands it out, unless all is tested: others hand out a broken one of
     * H2, whose failures they do not know, until it has been idle for half a second.
     */
    private static HikariDataSource watchfulPool(String url, int size) {
        System.setProperty(BYPASS, Scale.FULL ? "500" : "0");
        try {
            return TestDatabase.newPool(url, size);
        } finally {
            System.clearProperty(BYPASS);
        }
    }

    private static boolean isAcknowledged(JdbcSecretStore store, String name) {
        try {
            store.commit(Sample.create(name, 3_000));
            return true;
        } catch (OutcomeUnknownException either) {
            return false;
        } catch (StoreException refused) {
            assertThat(refused).isInstanceOf(StoreUnavailableException.class);
            return false;
        }
    }

    private static int port(String url) throws IOException {
        return URI.create(url.replaceFirst("jdbc:(h2:)?", "")).getPort();
    }
}
