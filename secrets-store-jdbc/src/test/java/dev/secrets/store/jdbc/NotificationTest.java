package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.store.CachingSecretStore;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreListener.StoreEvent;
import dev.secrets.store.Subscription;
import dev.secrets.testing.Sample;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL: what one changes the other is told of. */
final class NotificationTest {
    private static final TestDatabase DATABASE = TestDatabase.POSTGRESQL;
    private static final String ANY = "";

    private final JdbcStoreOptions options = DATABASE.ownTables();
    private final JdbcSecretStore node = TestDatabase.newStore(DATABASE.pool(), options);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private String nextTold() throws InterruptedException {
        return told.poll(30, TimeUnit.SECONDS);
    }

    /** Commits, and returns when the change has been told of, which happens behind the commit. */
    private void commitAndAwaitTelling(SecretChange change) throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (JdbcSecretStore witness = new JdbcSecretStore(DATABASE.pool(), options)) {
            witness.subscribe(heard::add);
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo(ANY);
            node.commit(change);
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo(change.name());
        }
    }

    @Test
    void subscribe_toldOfEachKindOfChange() throws InterruptedException {
        try (JdbcSecretStore other = new JdbcSecretStore(DATABASE.pool(), options)) {
            other.subscribe(told::add);
            assertThat(nextTold()).isEqualTo(ANY);
            node.commit(Sample.create("it's a \\name%", 10));
            assertThat(nextTold()).isEqualTo("it's a \\name%");
            node.commit(Sample.update("it's a \\name%", 1, 10));
            assertThat(nextTold()).isEqualTo("it's a \\name%");
            node.commit(Sample.delete("it's a \\name%", 2));
            assertThat(nextTold()).isEqualTo("it's a \\name%");
        }
    }

    /** PostgreSQL folds the channel that it listens to, and not the one that it notifies. */
    @Test
    void subscribe_withAPrefixInUpperCase_isToldOfChanges() throws InterruptedException {
        JdbcStoreOptions upperCase = options.tablePrefix("App" + options.tablePrefix());
        JdbcSecretStore store = TestDatabase.newStore(DATABASE.pool(), upperCase);
        try (JdbcSecretStore other = new JdbcSecretStore(DATABASE.pool(), upperCase)) {
            other.subscribe(told::add);
            assertThat(nextTold()).isEqualTo(ANY);
            store.commit(Sample.create("a", 10));
            assertThat(nextTold()).isEqualTo("a");
        }
    }

    @Test
    void subscribe_toldOfChangesBySimpleQueries() throws InterruptedException {
        DataSource simple = new DriverManagerDataSource(DATABASE.url() + "&preferQueryMode=simple");
        try (JdbcSecretStore other = new JdbcSecretStore(simple, options)) {
            other.subscribe(told::add);
            assertThat(nextTold()).isEqualTo(ANY);
            other.commit(Sample.create("a", 10));
            assertThat(nextTold()).isEqualTo("a");
        }
    }

    @Test
    void subscribe_aLostRace_tellsNothing() throws InterruptedException {
        try (JdbcSecretStore other = new JdbcSecretStore(DATABASE.pool(), options)) {
            other.subscribe(told::add);
            assertThat(nextTold()).isEqualTo(ANY);
            node.commit(Sample.create("a", 10));
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> node.commit(Sample.create("a", 10)));
            node.commit(Sample.create("b", 10));
            assertThat(nextTold()).isEqualTo("a");
            assertThat(nextTold()).isEqualTo("b");
        }
    }

    @Test
    void subscribe_whileTheStoreListensAlready_isToldFirstThatAnythingMayHaveChanged() throws InterruptedException {
        BlockingQueue<String> second = new LinkedBlockingQueue<>();
        try (JdbcSecretStore other = new JdbcSecretStore(DATABASE.pool(), options)) {
            other.subscribe(told::add);
            assertThat(nextTold()).isEqualTo(ANY);
            other.subscribe(second::add);
            assertThat(second.poll(30, TimeUnit.SECONDS)).isEqualTo(ANY);
            node.commit(Sample.create("a", 10));
            assertThat(second.poll(30, TimeUnit.SECONDS)).isEqualTo("a");
            assertThat(nextTold()).isEqualTo("a");
        }
    }

    /** A cache that would hold for an hour answers what the other node wrote within 100 ms; a repeated read asks nobody. */
    @Test
    void cachingStore_afterAChangeElsewhere_isRightWithin100Milliseconds() throws InterruptedException {
        try (CachingSecretStore cache = new CachingSecretStore(
                new JdbcSecretStore(DATABASE.pool(), options),
                Duration.ofHours(1),
                CachingSecretStore.DEFAULT_MAXIMUM_BYTES,
                InstantSource.system())) {
            cache.subscribe(told::add);
            assertThat(nextTold()).isEqualTo(ANY);
            node.commit(Sample.create("a", 100));
            List<Long> milliseconds = new ArrayList<>();
            for (int revision = 1; revision <= 50; revision++) {
                assertThat(cache.find("a").orElseThrow().secret().revision()).isEqualTo(revision);
                long committed = System.nanoTime();
                node.commit(Sample.update("a", revision, 100));
                while (cache.find("a").orElseThrow().secret().revision() == revision) {
                    assertThat(System.nanoTime() - committed).isLessThan(TimeUnit.SECONDS.toNanos(30));
                    Thread.onSpinWait();
                }
                milliseconds.add((System.nanoTime() - committed) / 1_000_000);
            }
            milliseconds.sort(null);
            System.out.println("A change elsewhere is seen after " + milliseconds.get(25) + " ms (median), "
                    + milliseconds.get(49) + " ms (longest)");
            assertThat(milliseconds.get(25)).isLessThan(100);
        }
    }

    @Test
    void subscribe_whenTheConnectionIsCut_listensAgainAndSaysThatAnythingMayHaveChanged() throws InterruptedException {
        List<StoreEvent> events = new CopyOnWriteArrayList<>();
        try (HikariDataSource pool = TestDatabase.newPool(DATABASE.url() + "&ApplicationName=cut", 4);
                JdbcSecretStore other = new JdbcSecretStore(pool, options.listener(events::add))) {
            other.subscribe(told::add);
            for (int round = 1; round <= 3; round++) {
                assertThat(nextTold()).isEqualTo(ANY);
                node.commit(Sample.create("round/" + round, 10));
                assertThat(nextTold()).isEqualTo("round/" + round);
                TestDatabase.execute(
                        DATABASE.pool(),
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut'");
            }
            assertThat(nextTold()).isEqualTo(ANY);
        }
        assertThat(events)
                .extracting(StoreEvent::name)
                .containsExactly(
                        "NotificationsLost",
                        "NotificationsResumed",
                        "NotificationsLost",
                        "NotificationsResumed",
                        "NotificationsLost",
                        "NotificationsResumed");
    }

    @Test
    void subscriber_thatThrows_keepsNoOtherFromBeingTold() throws InterruptedException {
        List<StoreEvent> events = new CopyOnWriteArrayList<>();
        try (JdbcSecretStore other = new JdbcSecretStore(DATABASE.pool(), options.listener(events::add))) {
            other.subscribe(name -> {
                throw new StackOverflowError("A planned fault");
            });
            other.subscribe(name -> {
                throw new IllegalStateException("A planned fault");
            });
            other.subscribe(told::add);
            assertThat(nextTold()).isEqualTo(ANY);
            node.commit(Sample.create("a", 10));
            assertThat(nextTold()).isEqualTo("a");
        }
        assertThat(events).extracting(StoreEvent::name).containsOnly("SubscriberFailed");
        assertThat(events)
                .extracting(StoreEvent::detail)
                .contains(
                        "A subscriber threw java.lang.StackOverflowError",
                        "A subscriber threw java.lang.IllegalStateException");
    }

    @Test
    void subscribe_whileThePoolThrowsUnchecked_listensAsSoonAsItDoesNot() throws InterruptedException {
        List<StoreEvent> events = new CopyOnWriteArrayList<>();
        DefectivePool pool = new DefectivePool();
        try (JdbcSecretStore other = new JdbcSecretStore(pool, options.listener(events::add))) {
            pool.connections.add(DefectivePool::none);
            pool.connections.add(DefectivePool::defective);
            pool.connections.add(DefectivePool::outOfMemory);
            other.subscribe(told::add);
            assertThat(nextTold()).isEqualTo(ANY);
            node.commit(Sample.create("a", 10));
            assertThat(nextTold()).isEqualTo("a");
        }
        assertThat(events).extracting(StoreEvent::name).containsExactly("NotificationsLost", "NotificationsResumed");
    }

    /** Gives the connections that were put in; those of the database when there are no more. */
    private static final class DefectivePool extends BareDataSource {
        final Queue<Supplier<Connection>> connections = new ConcurrentLinkedQueue<>();

        static Connection none() {
            throw new IllegalStateException("The pool is disposed of");
        }

        static Connection outOfMemory() {
            throw new OutOfMemoryError("A planned fault");
        }

        static Connection defective() {
            return (Connection) Proxy.newProxyInstance(
                    DefectivePool.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> none());
        }

        @Override
        public Connection getConnection() throws SQLException {
            Supplier<Connection> next = connections.poll();
            return next == null ? DATABASE.pool().getConnection() : next.get();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    }

    @Test
    void subscriptions_ofOneStore_shareAConnectionAndGiveItBack() throws InterruptedException {
        try (HikariDataSource pool = TestDatabase.newPool(DATABASE.url(), 2);
                JdbcSecretStore other = new JdbcSecretStore(pool, options)) {
            List<Subscription> subscriptions = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                subscriptions.add(other.subscribe(told::add));
            }
            assertThat(nextTold()).isEqualTo(ANY);
            assertThat(other.find("a")).isEmpty();
            subscriptions.forEach(Subscription::close);
            Await.until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
            told.clear();
            commitAndAwaitTelling(Sample.create("unheard", 10));
            other.subscribe(told::add);
            assertThat(nextTold()).isEqualTo(ANY);
            assertThat(told).isEmpty();
        }
    }
}
