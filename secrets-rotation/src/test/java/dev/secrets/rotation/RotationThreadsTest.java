package dev.secrets.rotation;

import static dev.secrets.rotation.RotationStep.SET_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scheduler in threads of its own: starts, stops, deadlines, renewals and caps. */
@Timeout(60)
final class RotationThreadsTest {
    private static final String NAME = "app/db";
    private static final String WORKER = "rotation-worker";
    private static final RotationOptions QUICK =
            RotationOptions.defaults().lease(Duration.ofSeconds(1)).pollInterval(Duration.ofMillis(20));

    /** Time for a step that does something, on a machine that is busy. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    @AutoClose
    private final RotationFixture fixture = new RotationFixture();

    private final Accounts accounts = new Accounts();
    private final ScriptedRotator rotator = new ScriptedRotator(accounts);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch mayLeave = new CountDownLatch(1);
    private final Queue<String> ends = new ConcurrentLinkedQueue<>();

    private final RotationListener recorder = new RotationListener() {
        @Override
        public void succeeded(RotationLease lease) {
            ends.add("succeeded");
        }

        @Override
        public void failed(RotationLease lease, String reason, Optional<Instant> retryAt) {
            ends.add(reason);
        }

        @Override
        public void abandoned(RotationLease lease) {
            ends.add("abandoned");
        }
    };

    private RotationScheduler started(RotationOptions options) {
        RotationScheduler scheduler = fixture.scheduler(rotator, options.listener(recorder));
        scheduler.start();
        return scheduler;
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("too late").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Stands in a step until it is told to go on or is interrupted. */
    private void stand(RotationContext context) throws InterruptedException {
        entered.countDown();
        mayLeave.await();
    }

    @Test
    @Tag("ROT-07")
    void start_rotationAskedFor_beginsWithinASecond() {
        fixture.create(NAME, accounts);
        try (RotationScheduler scheduler = started(RotationOptions.defaults())) {
            long asked = System.nanoTime();
            fixture.secrets.rotateSecret(new RotateSecretRequest(NAME).rotationLambdaArn(RotationFixture.ROTATOR));
            await(() -> !rotator.done.isEmpty());
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
            await(() -> ends.contains("succeeded"));
            assertThatThrownBy(scheduler::start).isInstanceOf(IllegalStateException.class);
        }
        assertThat(accounts.accepts(NAME, fixture.value(NAME))).isTrue();
    }

    /** What is taken has room on the node, a place at its target and its name noted: all of that has to be free again. */
    @Test
    void worker_noThreadForItAtSomeLooks_rotatesAtALaterOne() {
        fixture.createDue(NAME, accounts);
        AtomicInteger wanted = new AtomicInteger();
        ThreadFactory scarce = work -> madeIf(wanted.incrementAndGet() > 5, work);
        RotationOptions options = QUICK.nodeCap(1).targetCap(1).listener(recorder);
        try (RotationScheduler scheduler =
                fixture.scheduler(rotator, options, name -> name.equals(WORKER) ? scarce : Thread::new)) {
            scheduler.runDue(); // from then on the target is known
            fixture.secrets.rotateSecret(new RotateSecretRequest(NAME));
            scheduler.start();
            await(() -> ends.size() == 2);
        }
        assertThat(wanted).hasValue(6);
        assertThat(ends).containsOnly("succeeded");
    }

    private static Thread madeIf(boolean isRoom, Runnable work) {
        if (!isRoom) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        return new Thread(work);
    }

    @Test
    void rotation_noThreadButForItself_succeeds() {
        AtomicBoolean isRoom = new AtomicBoolean(true);
        ThreadFactory scarce = work -> madeIf(isRoom.get(), work);
        try (RotationScheduler scheduler = fixture.scheduler(
                rotator, QUICK.listener(recorder), name -> name.equals(WORKER) ? Thread::new : scarce)) {
            scheduler.start();
            isRoom.set(false);
            fixture.createDue(NAME, accounts);
            await(() -> !ends.isEmpty());
        }
        assertThat(ends).containsExactly("succeeded");
    }

    @Test
    void step_longerThanTheLease_keepsItByRenewals() throws InterruptedException {
        fixture.createDue(NAME, accounts);
        rotator.before(SET_SECRET, this::stand);
        try (RotationScheduler scheduler = started(QUICK)) {
            entered.await();
            for (int thirds = 0; thirds < 5; thirds++) {
                Instant due =
                        fixture.store.find(NAME).orElseThrow().secret().dueAt().orElseThrow();
                fixture.clock.advance(Duration.ofMillis(300));
                await(() -> fixture.store
                        .find(NAME)
                        .orElseThrow()
                        .secret()
                        .dueAt()
                        .orElseThrow()
                        .isAfter(due));
            }
            mayLeave.countDown();
            await(() -> !ends.isEmpty());
        }
        assertThat(ends).containsExactly("succeeded");
    }

    @Test
    void lease_lostInTheMiddle_interruptsTheStepAndClosesWhatItUses() throws InterruptedException {
        fixture.createDue(NAME, accounts);
        CountDownLatch closed = new CountDownLatch(1);
        rotator.before(SET_SECRET, context -> {
            if (entered.getCount() > 0) {
                context.closeOnAbort(closed::countDown);
                stand(context);
            }
        });
        try (RotationScheduler scheduler = started(QUICK)) {
            entered.await();
            fixture.clock.advance(Duration.ofSeconds(2));
            await(() -> ends.contains("abandoned"));
            closed.await();
            await(() -> ends.contains("succeeded"));
        }
        assertThat(accounts.changes).containsEntry(NAME, 1);
    }

    @Test
    void step_thatTakesTooLong_isInterruptedAndFails() {
        fixture.createDue(NAME, accounts);
        rotator.before(SET_SECRET, this::stand);
        try (RotationScheduler scheduler = started(QUICK.stepTimeout(HALF_A_SECOND))) {
            await(() -> !ends.isEmpty());
        }
        assertThat(ends).containsExactly("Step setSecret failed: It took longer than PT0.5S");
        assertThat(fixture.reasons()).hasSize(1);
    }

    @Test
    void target_thatHangs_isInterruptedAndFails() {
        fails("Step createSecret failed: It took longer than PT0.5S", new Accounts() {
            @Override
            public String target(RotationContext context) {
                hang();
                return super.target(context);
            }
        });
    }

    @Test
    void renewBy_thatHangs_isInterruptedAndFails() {
        fails("Step finishSecret failed: It took longer than PT0.5S", new Accounts() {
            @Override
            public Optional<Instant> renewBy(RotationContext context) {
                hang();
                return Optional.empty();
            }
        });
    }

    private void hang() {
        try {
            mayLeave.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private void fails(String reason, Accounts hanging) {
        fixture.createDue(NAME, hanging);
        RotationOptions options =
                QUICK.stepTimeout(HALF_A_SECOND).listener(recorder).closeTimeout(Duration.ZERO);
        try (RotationScheduler scheduler = fixture.scheduler(hanging, options)) {
            scheduler.start();
            await(() -> !ends.isEmpty());
        }
        assertThat(ends).containsExactly(reason);
        assertThat(fixture.reasons()).containsExactly(reason);
    }

    /** A step that heeds no interrupt keeps its thread; its rotation is told to have failed all the same. */
    @Test
    void step_thatNeverReturns_failsAndHoldsUpNothingElse() {
        fixture.createDue(NAME, accounts);
        rotator.before(SET_SECRET, context -> {
            while (mayLeave.getCount() > 0) {
                Thread.interrupted();
                LockSupport.parkNanos(1_000_000);
            }
        });
        try (RotationScheduler scheduler =
                started(QUICK.stepTimeout(HALF_A_SECOND).closeTimeout(Duration.ZERO))) {
            await(() -> !ends.isEmpty());
            rotator.asWritten();
            fixture.createDue("app/other", accounts);
            await(() -> ends.contains("succeeded"));
            mayLeave.countDown();
        }
        assertThat(ends).containsExactly("Step setSecret failed: It took longer than PT0.5S", "succeeded");
    }

    @Test
    void step_thatNeverReturns_isNotRunBesideItself() {
        fixture.createDue(NAME, accounts);
        AtomicInteger hanging = new AtomicInteger();
        rotator.before(SET_SECRET, context -> {
            if (context.secretName().equals(NAME)) {
                hanging.incrementAndGet();
                while (mayLeave.getCount() > 0) {
                    Thread.interrupted();
                    LockSupport.parkNanos(1_000_000);
                }
            }
        });
        RotationOptions options = QUICK.stepTimeout(HALF_A_SECOND)
                .retry(new RetryPolicy(5, Duration.ZERO, Duration.ZERO))
                .closeTimeout(Duration.ZERO);
        try (RotationScheduler scheduler = started(options)) {
            await(() -> !ends.isEmpty());
            fixture.clock.advance(Duration.ofMinutes(1));
            fixture.createDue("app/other", accounts); // is due later than the one to be tried again
            await(() -> ends.contains("succeeded"));
            assertThat(hanging).hasValue(1);
            mayLeave.countDown();
            await(() -> ends.size() == 3);
        }
        assertThat(hanging).hasValue(2);
        assertThat(ends).containsExactly("Step setSecret failed: It took longer than PT0.5S", "succeeded", "succeeded");
    }

    /** Stopping a step closes what it works with, which may hang as the step does. */
    @Test
    void step_whoseResourceHangsInClosing_failsAndHoldsUpNothingElse() {
        fixture.createDue(NAME, accounts);
        fixture.createDue("app/other", accounts);
        rotator.before(SET_SECRET, context -> {
            context.closeOnAbort(mayLeave::await);
            mayLeave.await();
        });
        try (RotationScheduler scheduler =
                started(QUICK.stepTimeout(HALF_A_SECOND).closeTimeout(Duration.ZERO))) {
            await(() -> ends.size() == 2);
            mayLeave.countDown();
        }
        assertThat(ends).containsOnly("Step setSecret failed: It took longer than PT0.5S");
    }

    @Test
    void close_whileAStepRuns_letsItFinish() throws InterruptedException {
        fixture.createDue(NAME, accounts);
        rotator.before(SET_SECRET, this::stand);
        RotationScheduler scheduler = started(QUICK);
        entered.await();
        Thread closing = new Thread(scheduler::close);
        closing.start();
        await(() -> closing.getState() == Thread.State.TIMED_WAITING);
        mayLeave.countDown();
        closing.join();

        assertThat(ends).containsExactly("succeeded");
        scheduler.close();
    }

    @Test
    void close_stepThatDoesNotFinish_givesTheLeaseBack() throws InterruptedException {
        fixture.createDue(NAME, accounts);
        rotator.before(SET_SECRET, this::stand);
        RotationScheduler scheduler = started(QUICK.closeTimeout(Duration.ofMillis(50)));
        entered.await();
        scheduler.close();

        assertThat(ends).containsExactly("abandoned");
        rotator.asWritten();
        assertThat(fixture.scheduler(rotator).runDue()).as("at once").isEqualTo(1);
        assertThat(accounts.accepts(NAME, fixture.value(NAME))).isTrue();
    }

    @Test
    void caps_ofNodeAndTarget_hold() {
        int secrets = 60;
        for (int i = 0; i < secrets; i++) {
            fixture.createDue("t" + i % 6 + "/" + i, accounts);
        }
        Crowd crowd = new Crowd(accounts);
        RotationOptions options =
                QUICK.lease(Duration.ofMinutes(1)).nodeCap(5).targetCap(2).listener(recorder);
        try (RotationScheduler scheduler = fixture.scheduler(crowd, options)) {
            scheduler.start();
            await(() -> ends.size() == secrets);
        }
        assertThat(ends).containsOnly("succeeded");
        assertThat(crowd.mostAtOnce).hasValueBetween(3, 5);
        assertThat(crowd.mostAtOneTarget).hasValue(2);
        assertThat(accounts.changes)
                .hasSize(secrets)
                .allSatisfy((name, changes) -> assertThat(changes).isEqualTo(1));
    }

    /** The target of a secret is the first part of its name; counts how many are in a step at once. */
    private static final class Crowd extends Accounts {
        private final Accounts accounts;
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger mostAtOnce = new AtomicInteger();
        private final AtomicInteger mostAtOneTarget = new AtomicInteger();
        private final Map<String, AtomicInteger> atTargets = new ConcurrentHashMap<>();

        Crowd(Accounts accounts) {
            this.accounts = accounts;
        }

        @Override
        public String target(RotationContext context) {
            return context.secretName().split("/")[0];
        }

        @Override
        protected void put(RotationContext context, SecretValue pending) {
            AtomicInteger atTarget = atTargets.computeIfAbsent(target(context), name -> new AtomicInteger());
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            mostAtOneTarget.accumulateAndGet(atTarget.incrementAndGet(), Math::max);
            accounts.put(context, pending);
            LockSupport.parkNanos(2_000_000);
            atTarget.decrementAndGet();
            atOnce.decrementAndGet();
        }

        @Override
        protected void test(RotationContext context, SecretValue pending) {
            accounts.test(context, pending);
        }
    }

    @Test
    void target_thatHangs_holdsUpNoOther() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            fixture.createDue("hanging/" + i, accounts);
        }
        fixture.clock.advance(Duration.ofMillis(1));
        for (int i = 0; i < 30; i++) {
            fixture.createDue("well/" + i, accounts);
        }
        Rotator byTarget = new Rotator() {
            @Override
            public String target(RotationContext context) {
                return context.secretName().split("/")[0];
            }

            @Override
            public void createSecret(RotationContext context) throws Exception {
                accounts.createSecret(context);
            }

            @Override
            public void setSecret(RotationContext context) throws Exception {
                if (context.secretName().startsWith("hanging")) {
                    stand(context);
                }
                accounts.setSecret(context);
            }

            @Override
            public void testSecret(RotationContext context) throws Exception {
                accounts.testSecret(context);
            }
        };
        RotationOptions options = QUICK.lease(Duration.ofMinutes(1)).listener(recorder);
        try (RotationScheduler scheduler = fixture.scheduler(byTarget, options)) {
            scheduler.start();
            await(() -> ends.size() == 30);
            assertThat(entered.getCount()).isZero();
            assertThat(accounts.changes.keySet()).allMatch(name -> name.startsWith("well"));
            mayLeave.countDown();
            await(() -> ends.size() == 60);
        }
        assertThat(ends).containsOnly("succeeded");
    }
}
