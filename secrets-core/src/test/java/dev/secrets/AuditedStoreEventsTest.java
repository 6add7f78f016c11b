package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.audit.AuditEvent;
import dev.secrets.store.StoreListener.StoreEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store notices is in the trail, be it before there is one. */
final class AuditedStoreEventsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final List<AuditEvent> trail = new ArrayList<>();
    private final AuditedStoreEvents events = new AuditedStoreEvents(() -> NOW);

    @Test
    void noticed_beforeThereIsATrail_reachesTheTrailWhenThereIs() {
        events.noticed(new StoreEvent("TornTailCut", "12 bytes"));
        events.noticed(new StoreEvent("RestoredCopyOpened", "as of record 3"));
        events.attachTo(trail::add);
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
    void attachTo_aTrailThatRefuses_keepsTheEventForTheNext() {
        events.noticed(new StoreEvent("TornTailCut", "12 bytes"));
        assertThatThrownBy(() -> events.attachTo(event -> {
                    throw new IllegalStateException("full");
                }))
                .hasMessage("full");

        events.attachTo(trail::add);
        assertThat(trail).hasSize(1);
    }

    @Test
    void noticed_whileTheTrailWrites_doesNotWaitForIt() {
        events.attachTo(event -> {
            trail.add(event);
            if (trail.size() == 1) {
                noticeInAnotherThread(new StoreEvent("Compacted", "to generation 2"));
            }
        });
        events.noticed(new StoreEvent("TornTailCut", "12 bytes"));

        assertThat(trail).extracting(AuditEvent::eventName).containsExactly("TornTailCut", "Compacted");
    }

    private void noticeInAnotherThread(StoreEvent event) {
        CompletableFuture.runAsync(() -> events.noticed(event))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void noticed_withoutATrail_keepsTheFirstThousand() {
        IntStream.range(0, 1_001).forEach(i -> events.noticed(new StoreEvent("HousekeepingFailed", "time " + i)));
        events.attachTo(trail::add);

        assertThat(trail).hasSize(1_000);
        assertThat(trail.get(999).requestParameters()).isEqualTo(Map.of("detail", "time 999"));
    }
}
