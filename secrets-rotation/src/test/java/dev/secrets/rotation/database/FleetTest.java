package dev.secrets.rotation.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.testing.Scale;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Five nodes rotate the passwords of PostgreSQL users, from one store on PostgreSQL, with clocks that are off by up to an hour, while
 * nodes are frozen for three lease times and killed at random. 15 secrets twice, 200 secrets three times with -Pfull.
 */
@Timeout(1_200)
final class FleetTest {
    private static final int SECRETS = Scale.of(15, 200);
    private static final int ROUNDS = Scale.of(2, 3);
    private static final int NODES = 5;

    /** Seldom enough in the long form that two cores get on with it. */
    private static final Duration BETWEEN_DISTURBANCES = Scale.FULL ? Duration.ofSeconds(3) : Duration.ofMillis(500);

    /** Then the rest of a round is left alone: else a slow machine would do nothing but start nodes. */
    private static final int DISTURBANCES_A_ROUND = Scale.of(15, 60);

    private final long seed = Scale.seed();
    private final Random random = new Random(seed);
    private final PostgresServer server = PostgresServer.shared();
    private final StoreLocation location = StoreLocation.fresh(StoreLocation.Kind.POSTGRESQL, "fleet");
    private final List<Process> nodes = new ArrayList<>();
    private final Map<Process, Long> frozenUntil = new LinkedHashMap<>();
    private final Queue<String> successes = new ConcurrentLinkedQueue<>();
    private long nextDisturbance = System.nanoTime();
    private int disturbancesLeft;
    private int freezes;
    private int kills;

    @Test
    @Tag("ROT-30")
    @Tag("ROT-32")
    void fleet_frozenAndKilledAtRandom_rotatesEachSecretOncePerRound() throws IOException, InterruptedException {
        try (Node control = new Node(location)) {
            for (int i = 0; i < SECRETS; i++) {
                server.createUser("fleet" + i, "first");
                control.secrets.createSecret(
                        "s" + i,
                        server.login("fleet" + i, "first").toSecretValue().revealString());
            }
            for (int i = 0; i < NODES; i++) {
                nodes.add(start(i));
            }
            for (int round = 0; round < ROUNDS; round++) {
                rotateAll(control, round);
            }
        } finally {
            for (Process node : nodes) {
                node.destroyForcibly().waitFor();
            }
        }
        assertThat(successes).as("a version is completed once").doesNotHaveDuplicates();
        System.out.println("Fleet: " + NODES + " nodes, " + SECRETS + " secrets x " + ROUNDS + " rounds, " + freezes
                + " freezes, " + kills + " kills: 0 stale finishes, " + SECRETS * ROUNDS + " of " + SECRETS * ROUNDS
                + " rotations made once, " + SECRETS + " of " + SECRETS + " log in; seed " + seed);
    }

    private Process start(int number) throws IOException {
        Process node = FleetNode.start(location, Duration.ofMinutes(30L * (number - NODES / 2)));
        Thread reader = new Thread(() -> read(node));
        reader.setDaemon(true);
        reader.start();
        return node;
    }

    private void read(Process node) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(successes::add);
        } catch (IOException | UncheckedIOException killed) {
            // what it said before is noted
        }
    }

    private void rotateAll(Node control, int round) throws IOException, InterruptedException {
        disturbancesLeft = DISTURBANCES_A_ROUND;
        Map<String, String> versions = new LinkedHashMap<>();
        for (int i = 0; i < SECRETS; i++) {
            disturb();
            versions.put(
                    "s" + i,
                    control.secrets
                            .rotateSecret(new RotateSecretRequest("s" + i).rotationLambdaArn(Node.ROTATOR))
                            .versionId()
                            .orElseThrow());
        }
        Map<String, String> open = new LinkedHashMap<>(versions);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (!open.isEmpty()) {
            assertThat(System.nanoTime())
                    .as("too late; open: %s; seed %s", open, seed)
                    .isLessThan(deadline);
            for (String name : List.copyOf(open.keySet())) {
                disturb();
                if (isComplete(control, name, open.get(name))) {
                    open.remove(name);
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        versions.forEach((name, version) -> assertRotated(control, name, version, round));
    }

    private static boolean isComplete(Node control, String name, String version) {
        DescribeSecretResponse secret = control.secrets.describeSecret(name);
        return List.of("AWSCURRENT")
                .equals(secret.versionIdsToStages().orElseThrow().get(version));
    }

    private void assertRotated(Node control, String name, String version, int round) {
        assertThat(isComplete(control, name, version))
                .as("no stale finish of %s, seed %s", name, seed)
                .isTrue();
        assertThat(server.accepts(
                        control.secrets.getSecretValue(name).secretString().orElseThrow()))
                .as("AWSCURRENT of %s logs in, seed %s", name, seed)
                .isTrue();
    }

    /** Now and then freezes a node for three lease times, or kills one and starts another in its place. */
    private void disturb() throws IOException, InterruptedException {
        thaw();
        if (disturbancesLeft == 0 || System.nanoTime() < nextDisturbance || frozenUntil.size() >= NODES - 2) {
            return;
        }
        disturbancesLeft--;
        nextDisturbance = System.nanoTime() + random.nextLong(2 * BETWEEN_DISTURBANCES.toNanos());
        int victim = random.nextInt(NODES);
        Process node = nodes.get(victim);
        if (random.nextInt(4) == 0) {
            kills++;
            frozenUntil.remove(node);
            node.destroyForcibly().waitFor();
            nodes.set(victim, start(victim));
        } else if (!frozenUntil.containsKey(node)) {
            freezes++;
            signal("STOP", node);
            frozenUntil.put(
                    node, System.nanoTime() + FleetNode.LEASE.multipliedBy(3).toNanos());
        }
    }

    private void thaw() throws IOException, InterruptedException {
        for (Process node : List.copyOf(frozenUntil.keySet())) {
            if (System.nanoTime() > frozenUntil.get(node)) {
                frozenUntil.remove(node);
                signal("CONT", node);
            }
        }
    }

    private static void signal(String name, Process node) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(node.pid()))
                .start()
                .waitFor();
    }
}
