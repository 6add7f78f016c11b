package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.Sample;
import java.io.IOException;
import java.net.URI;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections are cut in the middle of commits: an acknowledgement is true, a refusal too, and what is in doubt is one of both. */
final class CutConnectionTest {
    /** How many requests a commit takes at most, on any of the databases; each is cut in about three ways. */
    private static final int LONGEST_COMMIT = 6;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "H2"})
    void cuts_underLoad_loseNothingAndMakeNothingTwice(TestDatabase database) throws Exception {
        String url = database == TestDatabase.H2 ? H2Server.shared().url() : database.url();
        Random random = Scale.random(database + " is cut off");
        try (CuttingProxy proxy = new CuttingProxy(port(url), random);
                var pool = TestDatabase.newPool(url.replace(":" + port(url) + "/", ":" + proxy.port() + "/"), 4);
                JdbcSecretStore store = TestDatabase.newStore(pool, database.ownTables())) {
            Writers writers = new Writers(store, 4);
            writers.start();
            proxy.cutOneIn(20);
            int enough = Scale.of(5, 300);
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
                var pool = TestDatabase.newPool(url.replace(":" + port(url) + "/", ":" + proxy.port() + "/"), 2);
                JdbcSecretStore store = new JdbcSecretStore(pool, options)) {
            store.find("warm");
            for (int request = 1; request <= 3 * LONGEST_COMMIT; request++) {
                String name = "round/" + request;
                proxy.cutAt((request + 2) / 3);
                boolean acknowledged = isAcknowledged(store, name);
                proxy.cutAt(Integer.MAX_VALUE);
                var found = witness.find(name);
                assertThat(found.isPresent() || !acknowledged).isTrue();
                if (found.isPresent()) {
                    assertThat(found.get().secret()).isEqualTo(Sample.secret(name, 1));
                    assertThat(witness.values(name, Sample.uid(name))).hasSize(1);
                }
            }
            assertThat(proxy.cuts()).isPositive();
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
