package dev.secrets.rotation.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.rotation.RetryPolicy;
import dev.secrets.rotation.RotationException;
import dev.secrets.rotation.RotationOptions;
import dev.secrets.rotation.RotationScheduler;
import dev.secrets.rotation.RotationStep;
import dev.secrets.testing.Scale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Something goes wrong before, in the middle of and after each step, and the next owner makes it good: with the same version, and the
 * same value if one was written. At each moment AWSCURRENT or AWSPENDING logs in. A sample of the cases; all of them with -Pfull.
 */
@Timeout(1_200)
final class CrashMatrixTest {
    private static final int FAILURES = Scale.FULL ? Integer.MAX_VALUE : 6;
    private static final int KILLS = Scale.FULL ? Integer.MAX_VALUE : 2;
    private static final String NAME = "app/db";

    private static final RotationOptions QUICK = RotationOptions.defaults()
            .lease(Duration.ofSeconds(20))
            .pollInterval(Duration.ofMillis(5))
            .closeTimeout(Duration.ofSeconds(5))
            .retry(new RetryPolicy(100, Duration.ZERO, Duration.ZERO));

    private static int users;

    private final long seed = Scale.seed();

    enum Fault {
        EXCEPTION,
        TIMEOUT,
        LOST_LEASE,
        KILL
    }

    private static final List<Fault> IN_PROCESS = List.of(Fault.EXCEPTION, Fault.TIMEOUT, Fault.LOST_LEASE);

    private record Case(StoreLocation.Kind store, CrashPoint point, Fault fault) {}

    private static List<Case> cases(List<Fault> faults) {
        List<Case> cases = new ArrayList<>();
        for (StoreLocation.Kind store : StoreLocation.Kind.values()) {
            for (RotationStep step : RotationStep.values()) {
                for (CrashPoint.Moment moment : CrashPoint.Moment.values()) {
                    faults.forEach(fault -> cases.add(new Case(store, new CrashPoint(step, moment), fault)));
                }
            }
        }
        return cases;
    }

    @Test
    @Tag("ROT-32")
    void postgres_failingAtEachPoint_isMadeGood() throws Exception {
        run(PostgresServer.shared(), sample(IN_PROCESS, FAILURES));
    }

    @Test
    @Tag("ROT-32")
    void mariaDb_failingAtEachPoint_isMadeGood() throws Exception {
        run(MariaDbServer.shared(), sample(IN_PROCESS, FAILURES));
    }

    @Test
    @Tag("ROT-32")
    void postgres_processKilledAtEachPoint_isMadeGood() throws Exception {
        run(PostgresServer.shared(), sample(List.of(Fault.KILL), KILLS));
    }

    @Test
    @Tag("ROT-32")
    void mariaDb_processKilledAtEachPoint_isMadeGood() throws Exception {
        run(MariaDbServer.shared(), sample(List.of(Fault.KILL), KILLS));
    }

    private List<Case> sample(List<Fault> faults, int size) {
        List<Case> cases = cases(faults);
        Collections.shuffle(cases, new Random(seed));
        return cases.subList(0, Math.min(size, cases.size()));
    }

    private void run(DatabaseServer target, List<Case> cases) throws Exception {
        for (Case each : cases) {
            try {
                run(target, each);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(each + " on " + target.getClass().getSimpleName() + ", seed " + seed, failure);
            }
        }
        System.out.println("Crash matrix, " + target.getClass().getSimpleName() + " as target: " + cases.size() + " of "
                + cases.size() + " made good with the same version; seed " + seed);
    }

    private void run(DatabaseServer target, Case each) throws Exception {
        String user = "crash" + ++users;
        target.createUser(user, "first");
        StoreLocation location = StoreLocation.fresh(each.store(), user);
        String version;
        try (Node node = new Node(location)) {
            node.secrets.createSecret(
                    NAME, target.login(user, "first").toSecretValue().revealString());
            version = node.secrets
                    .rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(Node.ROTATOR))
                    .versionId()
                    .orElseThrow();
            if (each.fault() != Fault.KILL) {
                fail(node, target, each);
                finish(node, target, version);
                return;
            }
        }
        Process process = CrashingNode.start(location, target, each.point());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("killed").isEqualTo(137);
        try (Node next = new Node(location)) {
            finish(next, target, version);
        }
    }

    /** Runs into the fault, and looks at the secret at that moment. */
    private static void fail(Node node, DatabaseServer target, Case each) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CrashingRotator rotator = new CrashingRotator(target.database(), each.point(), () -> {
            assertThat(logsIn(node, target)).isTrue();
            reached.countDown();
            happen(node, each.fault());
        });
        if (each.fault() == Fault.TIMEOUT) {
            try (RotationScheduler scheduler = node.scheduler(rotator, QUICK.stepTimeout(Duration.ofSeconds(3)))) {
                scheduler.start();
                assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
            }
        } else {
            node.scheduler(rotator, QUICK.retry(new RetryPolicy(1, Duration.ZERO, Duration.ZERO)))
                    .runDue();
        }
        assertThat(reached.getCount()).as("the point was reached").isZero();
    }

    private static void happen(Node node, Fault fault) throws InterruptedException {
        switch (fault) {
            case EXCEPTION -> throw RotationException.retryable("on purpose");
            case TIMEOUT -> new CountDownLatch(1).await();
            case LOST_LEASE -> {
                node.secrets.cancelRotateSecret(new CancelRotateSecretRequest(NAME));
                resume(node);
            }
            case KILL -> throw new IllegalStateException("for another process");
        }
    }

    /** After the finish there is nothing left to go on with but what the claim of the next window finds. */
    private static void resume(Node node) {
        if (isUnderWay(node)) {
            node.secrets.rotationQueue().resume(NAME);
        }
    }

    private static boolean isUnderWay(Node node) {
        return node.secrets.describeSecret(NAME).versionIdsToStages().orElseThrow().values().stream()
                .anyMatch(List.of("AWSPENDING")::equals);
    }

    private static void finish(Node node, DatabaseServer target, String version) {
        assertThat(logsIn(node, target)).as("AWSCURRENT or AWSPENDING logs in").isTrue();
        Optional<String> written = pendingValue(node, version);
        if (isUnderWay(node)) {
            resume(node);
        }
        RotationScheduler next = node.scheduler(new SingleUserRotator(target.database()), QUICK);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!isDone(node, version)) {
            assertThat(System.nanoTime()).as("too late").isLessThan(deadline);
            next.runDue();
            LockSupport.parkNanos(5_000_000);
        }
        String current = node.secrets.getSecretValue(NAME).secretString().orElseThrow();
        assertThat(target.accepts(current)).as("AWSCURRENT logs in").isTrue();
        written.ifPresent(value -> assertThat(current).isEqualTo(value));
    }

    private static boolean isDone(Node node, String version) {
        List<String> labels = node.secrets
                .describeSecret(NAME)
                .versionIdsToStages()
                .orElseThrow()
                .get(version);
        return labels != null && labels.contains("AWSCURRENT");
    }

    private static boolean logsIn(Node node, DatabaseServer target) {
        return target.accepts(node.secrets.getSecretValue(NAME).secretString().orElseThrow())
                || value(node, new GetSecretValueRequest(NAME).versionStage("AWSPENDING"))
                        .filter(target::accepts)
                        .isPresent();
    }

    private static Optional<String> pendingValue(Node node, String version) {
        return value(node, new GetSecretValueRequest(NAME).versionId(version));
    }

    private static Optional<String> value(Node node, GetSecretValueRequest request) {
        try {
            return node.secrets.getSecretValue(request).secretString();
        } catch (ResourceNotFoundException none) {
            return Optional.empty();
        }
    }
}
