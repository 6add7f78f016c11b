package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditEvent;
import dev.secrets.store.StoreListener.StoreEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a store notices is in the trail, be it before there is one. */
final class AuditedStoreEventsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final List<AuditEvent> trail = new ArrayList<>();
    private final AuditedStoreEvents events = new AuditedStoreEvents(() -> NOW);

    @Test
    void noticed_beforeThereIsATrail_isToldWhenThereIs() {
        events.noticed(new StoreEvent("TornTailCut", "12 bytes"));
        events.noticed(new StoreEvent("RestoredCopyOpened", "as of record 3"));
        events.tell(trail::add);
        events.noticed(new StoreEvent("Compacted", "to generation 2"));

        assertThat(trail)
                .extracting(AuditEvent::eventName)
                .containsExactly("TornTailCut", "RestoredCopyOpened", "Compacted");
        assertThat(trail).allSatisfy(event -> {
            assertThat(event.principal()).isEqualTo("secretsmanager.amazonaws.com");
            assertThat(event.time()).isEqualTo(NOW);
        });
        assertThat(trail.get(1).requestParameters()).isEqualTo(Map.of("detail", "as of record 3"));
    }

    @Test
    void tell_aTrailThatRefuses_keepsTheEventForTheNext() {
        events.noticed(new StoreEvent("TornTailCut", "12 bytes"));
        assertThatThrownBy(() -> events.tell(event -> {
                    throw new IllegalStateException("full");
                }))
                .hasMessage("full");

        events.tell(trail::add);
        assertThat(trail).hasSize(1);
    }
}
