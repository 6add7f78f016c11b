package dev.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FanOutAuditListenerTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<AuditEvent> taken = Collections.synchronizedList(new ArrayList<>());
    private final AuditListener down = event -> {
        throw new IllegalStateException("down");
    };

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    private FanOutAuditListener fanOut(AuditSink... sinks) {
        FanOutAuditListener listener = new FanOutAuditListener(List.of(sinks));
        opened.add(listener);
        return listener;
    }

    /** A sink that hangs in each event until it is released. */
    private final class Hung implements AuditListener, AutoCloseable {
        private final CountDownLatch released = new CountDownLatch(1);
        private final CountDownLatch lateOnes = new CountDownLatch(SinkThreads.THREADS);

        Hung() {
            opened.add(this);
        }

        @Override
        public void audit(AuditEvent event) {
            try {
                released.await();
                taken.add(event);
                lateOnes.countDown();
            } catch (InterruptedException interrupted) {
                throw new AssertionError("Nobody interrupts a sink", interrupted);
            }
        }

        @Override
        public void close() {
            released.countDown();
        }
    }

    // Accepting

    @Test
    void audit_sinksThatWork_haveTheEventOnReturn() {
        var listener = fanOut(
                AuditSink.required("a", taken::add, LONG),
                AuditSink.required("b", taken::add, LONG),
                AuditSink.bestEffort("c", taken::add, LONG));

        listener.audit(Events.full());

        assertThat(taken).containsExactly(Events.full(), Events.full(), Events.full());
        assertThat(listener.missedEvents()).isEqualTo(Map.of("a", 0L, "b", 0L, "c", 0L));
    }

    @Test
    void audit_oneOfTwoRequiredDown_acceptsAll() {
        var listener = fanOut(AuditSink.required("a", down, LONG), AuditSink.required("b", taken::add, LONG));

        Events.many(1000).forEach(listener::audit);

        assertThat(taken).isEqualTo(Events.many(1000));
        assertThat(listener.missedEvents()).isEqualTo(Map.of("a", 1000L, "b", 0L));
    }

    @Test
    void audit_oneOfTwoRequiredHung_acceptsAllAndWaitsForItAFewTimes() {
        var listener = fanOut(AuditSink.required("a", new Hung(), SHORT), AuditSink.required("b", taken::add, LONG));

        Events.many(1000).forEach(listener::audit);

        assertThat(taken).isEqualTo(Events.many(1000));
        assertThat(listener.missedEvents()).isEqualTo(Map.of("a", 1000L, "b", 0L));
    }

    @Test
    void audit_bestEffortDown_isAccepted() {
        var listener = fanOut(AuditSink.required("a", taken::add, LONG), AuditSink.bestEffort("b", down, LONG));

        listener.audit(Events.full());

        assertThat(taken).hasSize(1);
    }

    // Refusing

    @Test
    void audit_bestEffortAloneTakesIt_isRefused() {
        var listener = fanOut(AuditSink.required("a", down, LONG), AuditSink.bestEffort("b", taken::add, LONG));

        assertThatThrownBy(() -> listener.audit(Events.full()))
                .isInstanceOf(AuditRefusedException.class)
                .hasMessage("No required audit sink took the event within its deadline; failed: a"
                        + " (IllegalStateException)")
                .hasRootCauseMessage("down");
    }

    @Test
    void audit_allHung_refusesEachAndWaitsForThemAFewTimes() {
        var listener = fanOut(AuditSink.required("a", new Hung(), SHORT), AuditSink.required("b", new Hung(), SHORT));

        long start = System.nanoTime();
        Events.many(1000)
                .forEach(event ->
                        assertThatThrownBy(() -> listener.audit(event)).isInstanceOf(AuditRefusedException.class));
        Duration spent = Duration.ofNanos(System.nanoTime() - start);

        // Waiting for each would take 20 seconds.
        assertThat(spent).isLessThan(SHORT.multipliedBy(500));
        assertThat(listener.missedEvents()).isEqualTo(Map.of("a", 1000L, "b", 1000L));
    }

    @Test
    void audit_errorsOfSinks_areFailures() {
        var listener = fanOut(
                AuditSink.required("deep", FanOutAuditListenerTest::overflow, LONG),
                AuditSink.required(
                        "broken",
                        event -> {
                            throw new NoClassDefFoundError("gone");
                        },
                        LONG));

        assertThatThrownBy(() -> listener.audit(Events.full()))
                .isInstanceOf(AuditRefusedException.class)
                .hasCauseInstanceOf(StackOverflowError.class)
                .satisfies(refusal ->
                        assertThat(refusal.getSuppressed()).hasExactlyElementsOfTypes(NoClassDefFoundError.class));
    }

    private static void overflow(AuditEvent event) {
        overflow(event);
    }

    @Test
    void audit_late_isToldAsTimedOut() {
        var listener = fanOut(AuditSink.required("a", new Hung(), SHORT));

        assertThatThrownBy(() -> listener.audit(Events.full()))
                .hasMessageEndingWith("failed: a (TimeoutException)")
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void audit_afterClose_isRefused() {
        var listener = fanOut(AuditSink.required("a", taken::add, LONG));
        listener.close();
        listener.close();

        assertThatThrownBy(() -> listener.audit(Events.full())).isInstanceOf(AuditRefusedException.class);
        assertThat(taken).isEmpty();
    }

    // Hanging and coming back

    @Test
    void audit_hungSinkComesBack_takesEventsAgainAndTheLateOnes() throws Exception {
        Hung hung = new Hung();
        var listener = fanOut(AuditSink.required("a", hung, SHORT));
        List<AuditEvent> late = Events.many(SinkThreads.THREADS);
        late.forEach(event -> assertThatThrownBy(() -> listener.audit(event)));

        hung.close();
        assertThat(hung.lateOnes.await(30, TimeUnit.SECONDS)).isTrue();
        retryUntilAccepted(listener, Events.full());

        assertThat(taken).containsAll(late).contains(Events.full());
    }

    /** The sink is back as soon as its threads are, which nobody outside can see. */
    private static void retryUntilAccepted(AuditListener listener, AuditEvent event) throws InterruptedException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < giveUp) {
            try {
                listener.audit(event);
                return;
            } catch (AuditRefusedException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("The sink never came back");
    }

    @Test
    void hand_whileTheSinkHangs_keepsABoundedNumberOfEvents() {
        SinkThreads hung = new SinkThreads(AuditSink.bestEffort("a", new Hung(), LONG));
        opened.add(hung);

        List<SinkThreads.Delivery> deliveries =
                Events.many(5000).stream().map(hung::hand).toList();

        assertThat(deliveries.subList(SinkThreads.THREADS + SinkThreads.WAITING, 5000))
                .allSatisfy(beyond ->
                        assertThat(beyond.await().orElseThrow()).isInstanceOf(RejectedExecutionException.class));
    }

    @Test
    void audit_interruptedCaller_isServedAndKeepsItsFlag() {
        var listener = fanOut(AuditSink.required("a", taken::add, LONG));

        Thread.currentThread().interrupt();
        assertThatCode(() -> listener.audit(Events.full())).doesNotThrowAnyException();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(taken).hasSize(1);
    }

    // Making one

    @Test
    void new_withoutARequiredSinkOrWithTwoOfAName_isRefused() {
        AuditSink bestEffort = AuditSink.bestEffort("a", taken::add, LONG);
        AuditSink required = AuditSink.required("a", taken::add, LONG);

        assertThatIllegalArgumentException().isThrownBy(() -> fanOut());
        assertThatIllegalArgumentException().isThrownBy(() -> fanOut(bestEffort));
        assertThatIllegalArgumentException().isThrownBy(() -> fanOut(bestEffort, required));
    }

    @Test
    void newSink_withABadNameOrDeadline_isRefused() {
        for (String name : List.of("", "a b", "x".repeat(65))) {
            assertThatIllegalArgumentException().isThrownBy(() -> AuditSink.required(name, taken::add, LONG));
        }
        for (Duration deadline : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofSeconds(61))) {
            assertThatIllegalArgumentException().isThrownBy(() -> AuditSink.required("a", taken::add, deadline));
        }
    }
}
