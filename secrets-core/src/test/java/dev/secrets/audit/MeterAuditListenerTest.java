package dev.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MeterAuditListenerTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeterAuditListener listener = new MeterAuditListener(registry);

    @Test
    void audit_outcomesOfCalls_areTimedByOperationAndOutcome() {
        listener.audit(call("GetSecretValue", Optional.empty(), 3));
        listener.audit(call("GetSecretValue", Optional.empty(), 5));
        listener.audit(call("GetSecretValue", Optional.of("AccessDeniedException"), 1));
        listener.audit(call("PutSecretValue", Optional.empty(), 1));

        assertThat(registry.get("secrets.calls")
                        .tags("operation", "GetSecretValue", "outcome", "success")
                        .timer())
                .satisfies(timer -> {
                    assertThat(timer.count()).isEqualTo(2);
                    assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(8);
                });
        assertThat(registry.find("secrets.calls").timers()).hasSize(3);
    }

    @Test
    void audit_intent_isNotCounted() {
        listener.audit(Events.bare("r"));

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void audit_whatHappenedByItself_isCounted() {
        listener.audit(Events.outcome("RotationSucceeded", Optional.empty(), Optional.empty()));

        assertThat(registry.get("secrets.events")
                        .tags("event", "RotationSucceeded")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void audit_anyEvent_namesNoSecret() {
        listener.audit(Events.full());
        listener.audit(Events.outcome("RotationSucceeded", Optional.empty(), Optional.empty()));

        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .asString()
                .doesNotContain("prod/db", "role/app", "10.0.0.7");
    }

    private static AuditEvent call(String operation, Optional<String> errorCode, long millis) {
        return Events.outcome(operation, errorCode, Optional.of(Duration.ofMillis(millis)));
    }
}
