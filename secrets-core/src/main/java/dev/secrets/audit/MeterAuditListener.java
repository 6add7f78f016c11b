package dev.secrets.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * Counts and times calls with Micrometer, by operation and outcome; never by secret, principal or anything else that callers make
 * up, so there are at most a few hundred meters. Thread-safe.
 *
 * <ul>
 *   <li>{@code secrets.calls}, a timer: the calls that were decided. Tags: {@code operation}, such as {@code GetSecretValue}, and
 *       {@code outcome}, which is {@code success} or the error code. A call that reads several secrets also counts once for each.
 *   <li>{@code secrets.events}, a counter: what happened by itself. Tag: {@code event}, such as {@code RotationSucceeded}.
 * </ul>
 *
 * Needs {@code io.micrometer:micrometer-core} on the class path, or its module, which the application brings. Meters are no trail:
 * in a {@link FanOutAuditListener} this is best effort.
 */
public final class MeterAuditListener implements AuditListener {
    private final MeterProvider<Timer> calls;
    private final MeterProvider<Counter> events;

    /** Registers its meters as they are first needed. */
    @SuppressWarnings("exports") // an optional dependency can't be transitive; who calls this has it
    public MeterAuditListener(MeterRegistry registry) {
        calls = Timer.builder("secrets.calls")
                .description("Calls of the secrets manager that were decided")
                .withRegistry(registry);
        events = Counter.builder("secrets.events")
                .description("What happened to secrets by itself")
                .withRegistry(registry);
    }

    @Override
    public void audit(AuditEvent event) {
        if (event.phase() == AuditEvent.Phase.OUTCOME) {
            event.elapsed().ifPresentOrElse(elapsed -> decided(event, elapsed), () -> happened(event));
        }
    }

    private void decided(AuditEvent event, Duration elapsed) {
        String outcome = event.errorCode().orElse("success");
        calls.withTags("operation", event.eventName(), "outcome", outcome).record(elapsed);
    }

    private void happened(AuditEvent event) {
        events.withTags("event", event.eventName()).increment();
    }
}
