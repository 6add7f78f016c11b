package dev.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretValue;
import dev.secrets.testing.Scale;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many secrets due after a day's outage, on a simulated clock: a rotation takes 5 to 30 seconds of it, and it moves to the next end of
 * one when all that may run do. 500 secrets, 10,000 with -Pfull.
 */
@Timeout(600)
final class HerdTest {
    private static final int SECRETS = Scale.of(500, 10_000);
    private static final int TARGETS = 10;
    private static final int NODE_CAP = 16;
    private static final int TARGET_CAP = 2;

    private final long seed = Scale.seed();
    private final Random random = new Random(seed);

    @AutoClose
    private final RotationFixture fixture = new RotationFixture();

    private final Accounts accounts = new Accounts();
    private final SimulatedWork work = new SimulatedWork();
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final AtomicInteger succeeded = new AtomicInteger();

    /** How many of each target's secrets are still to be rotated. */
    private final Map<String, AtomicInteger> left = new ConcurrentHashMap<>();

    /** Rotations that stand in their second step until the clock comes to their end. Guarded by itself. */
    private final class SimulatedWork extends Accounts {
        private record Standing(Instant end, CountDownLatch over) {}

        private final PriorityQueue<Standing> standing =
                new PriorityQueue<>((a, b) -> a.end().compareTo(b.end()));
        private final Map<String, Integer> atTargets = new HashMap<>();
        private final Map<Long, Integer> endsPerMinute = new HashMap<>();
        private int mostAtOnce;
        private int mostAtOneTarget;

        @Override
        public String target(RotationContext context) {
            return HerdTest.target(context.secretName());
        }

        @Override
        protected void put(RotationContext context, SecretValue pending) {
            String target = target(context);
            CountDownLatch over = begin(target);
            try {
                over.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            accounts.put(context, pending);
            end(target);
        }

        private synchronized CountDownLatch begin(String target) {
            Standing mine =
                    new Standing(fixture.clock.instant().plusSeconds(5 + random.nextInt(26)), new CountDownLatch(1));
            standing.add(mine);
            mostAtOnce = Math.max(mostAtOnce, standing.size());
            mostAtOneTarget = Math.max(mostAtOneTarget, atTargets.merge(target, 1, Integer::sum));
            return mine.over();
        }

        private synchronized void end(String target) {
            atTargets.merge(target, -1, Integer::sum);
            endsPerMinute.merge(fixture.clock.instant().getEpochSecond() / 60, 1, Integer::sum);
        }

        private synchronized int standing() {
            return standing.size();
        }

        private synchronized void moveOn() {
            Standing first = standing.remove();
            fixture.clock.set(first.end());
            first.over().countDown();
        }

        @Override
        protected void test(RotationContext context, SecretValue pending) {
            accounts.test(context, pending);
        }
    }

    @Test
    @Tag("SCHED-29")
    void outage_ofADay_isMadeGoodEvenlyAndOncePerSecret() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < SECRETS; i++) {
            names.add("target" + i % TARGETS + "/" + i);
        }
        names.forEach(this::schedule);
        fixture.clock.advance(Duration.ofDays(3));

        RotationOptions options = RotationOptions.defaults()
                .nodeCap(NODE_CAP)
                .targetCap(TARGET_CAP)
                .lease(Duration.ofDays(1))
                .stepTimeout(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(5))
                .listener(new RotationListener() {
                    @Override
                    public void succeeded(RotationLease lease) {
                        runs.computeIfAbsent(lease.secretName(), name -> new AtomicInteger())
                                .incrementAndGet();
                        left.get(target(lease.secretName())).decrementAndGet();
                        succeeded.incrementAndGet();
                    }
                });
        try (RotationScheduler scheduler = fixture.scheduler(work, options)) {
            scheduler.start();
            while (succeeded.get() < SECRETS) {
                awaitAllThatMayRun();
                if (work.standing() > 0) {
                    work.moveOn();
                }
            }
        }
        assertOutcome();
    }

    private static String target(String name) {
        return name.split("/")[0];
    }

    private void schedule(String name) {
        left.computeIfAbsent(target(name), target -> new AtomicInteger()).incrementAndGet();
        fixture.create(name, accounts);
        fixture.secrets.rotateSecret(new RotateSecretRequest(name)
                .rotationLambdaArn(RotationFixture.ROTATOR)
                .rotationRules(RotationRules.afterDays(2))
                .rotateImmediately(false));
        fixture.secrets
                .rotationQueue()
                .claim("setup", Duration.ofMinutes(1), 1)
                .forEach(probe -> fixture.secrets.rotationQueue().complete(probe));
    }

    /** As many as the caps let, or as many as are left. */
    private void awaitAllThatMayRun() {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (work.standing() < mayRun()) {
            assertThat(System.nanoTime())
                    .as("too late; %s stand of %s; seed %s", work.standing(), mayRun(), seed)
                    .isLessThan(deadline);
            LockSupport.parkNanos(200_000);
        }
    }

    private int mayRun() {
        int atTargets = left.values().stream()
                .mapToInt(open -> Math.min(TARGET_CAP, open.get()))
                .sum();
        return Math.min(NODE_CAP, atTargets);
    }

    private void assertOutcome() {
        assertThat(runs)
                .hasSize(SECRETS)
                .allSatisfy((name, count) -> assertThat(count).hasValue(1));
        assertThat(accounts.changes.values()).hasSize(SECRETS).containsOnly(1);
        assertThat(work.mostAtOnce).isLessThanOrEqualTo(NODE_CAP);
        assertThat(work.mostAtOneTarget).isLessThanOrEqualTo(TARGET_CAP);
        long first = work.endsPerMinute.keySet().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElseThrow();
        long last = work.endsPerMinute.keySet().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        double mean = (double) SECRETS / (last - first + 1);
        int busiest = work.endsPerMinute.values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElseThrow();
        System.out.printf(
                "Herd: %d secrets in %d simulated minutes, busiest minute %d, mean %.1f; at most %d at once, %d at one"
                        + " target; seed %d%n",
                SECRETS, last - first + 1, busiest, mean, work.mostAtOnce, work.mostAtOneTarget, seed);
        assertThat((double) busiest).isLessThanOrEqualTo(2 * mean);
    }
}
