package dev.secrets.examples.hikari;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.secrets.SecretHandle;
import dev.secrets.SecretHandleOptions;
import dev.secrets.credentials.DatabaseCredentials;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.rotation.RotationFixture;
import dev.secrets.rotation.RotationScheduler;
import dev.secrets.rotation.Rotator;
import dev.secrets.rotation.database.AlternatingUsersRotator;
import dev.secrets.rotation.database.PostgresServer;
import dev.secrets.rotation.database.SingleUserRotator;
import dev.secrets.testing.Scale;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Eight threads query PostgreSQL through the pool while the password rotates: 10 times, 50 with -Pfull. */
@Timeout(300)
final class ZeroFailedQueriesTest {
    private static final int THREADS = 8;
    private static final int ROTATIONS = Scale.of(10, 50);
    private static final String NAME = "app/db";

    @AutoClose
    private final RotationFixture fixture = new RotationFixture();

    private final PostgresServer server = PostgresServer.shared();
    private final AtomicLong queries = new AtomicLong();
    private final Queue<SQLException> failures = new ConcurrentLinkedQueue<>();
    private final Set<String> backends = ConcurrentHashMap.newKeySet();
    private final Set<String> users = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void singleUser_rotatedUnderLoad_failsNoQuery() throws InterruptedException {
        server.createUser("single", "first");
        createSecret(server.login("single", "first"));

        rotateUnderLoad(new SingleUserRotator(server.database()));

        assertThat(users).containsExactly("single");
        report("single user");
    }

    @Test
    void alternatingUsers_rotatedUnderLoad_failNoQuery() throws InterruptedException {
        server.createUser("switching", "first");
        String arn = fixture.secrets
                .createSecret("superuser", server.superuser().toSecretValue().revealString())
                .arn();
        createSecret(server.login("switching", "first").masterarn(arn));

        rotateUnderLoad(new AlternatingUsersRotator(server.database(), fixture.secrets));

        assertThat(users).containsExactlyInAnyOrder("switching", "switching_clone");
        report("alternating users");
    }

    /** What the handle is for: without it, the pool's next login is refused. */
    @Test
    void fixedPassword_rotatedUnderLoad_fails() throws InterruptedException {
        server.createUser("fixed", "first");
        createSecret(server.login("fixed", "first"));
        HikariConfig config = config();
        config.setUsername("fixed");
        config.setPassword("first");
        config.setConnectionTimeout(1_000);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            List<Thread> load = load(pool);
            await(() -> queries.get() > 100);
            rotate(new SingleUserRotator(server.database()));
            pool.getHikariPoolMXBean().softEvictConnections();
            await(() -> !failures.isEmpty());
            stop(load);
        }
    }

    private void createSecret(DatabaseCredentials login) {
        fixture.secrets.createSecret(NAME, login.toSecretValue().revealString());
    }

    private void rotateUnderLoad(Rotator rotator) throws InterruptedException {
        SecretHandleOptions quick = SecretHandleOptions.defaults()
                .maximumStaleness(Duration.ofMillis(100))
                .shortestPause(Duration.ofMillis(10));
        try (SecretHandle<DatabaseCredentials> login =
                        new SecretHandle<>(fixture.secrets, NAME, value -> value.as(DatabaseCredentials.class), quick);
                HikariDataSource pool = RotatingPool.open(config(), login)) {
            List<Thread> load = load(pool);
            for (int i = 0; i < ROTATIONS; i++) {
                backends.clear();
                await(() -> backends.size() >= THREADS);
                Set<String> before = Set.copyOf(backends);
                rotate(rotator);
                await(() -> backends.stream()
                                .filter(backend -> !before.contains(backend))
                                .count()
                        >= THREADS);
            }
            stop(load);
        }
        assertThat(failures).isEmpty();
        assertThat(fixture.reasons()).isEmpty();
    }

    private HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres");
        config.setMaximumPoolSize(THREADS);
        return config;
    }

    private void rotate(Rotator rotator) {
        fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(RotationFixture.ROTATOR));
        try (RotationScheduler scheduler = fixture.scheduler(rotator)) {
            assertThat(scheduler.runDue()).isEqualTo(1);
        }
    }

    private List<Thread> load(HikariDataSource pool) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> query(pool));
            threads.add(thread);
            thread.start();
        }
        return threads;
    }

    private void query(HikariDataSource pool) {
        while (!done.get()) {
            try (Connection connection = pool.getConnection();
                    ResultSet row = connection
                            .createStatement()
                            .executeQuery("SELECT current_user, pg_backend_pid(), pg_sleep(0.001)")) {
                row.next();
                users.add(row.getString(1));
                backends.add(row.getString(2));
                queries.incrementAndGet();
            } catch (SQLException failure) {
                failures.add(failure);
            }
        }
    }

    private void stop(List<Thread> load) throws InterruptedException {
        done.set(true);
        for (Thread thread : load) {
            thread.join();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("too late").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void report(String strategy) {
        System.out.println("Zero failed queries, " + strategy + ": " + failures.size() + " of " + queries
                + " failed in " + ROTATIONS + " rotations");
    }
}
