package dev.secrets;

import dev.secrets.audit.AuditEvent;
import dev.secrets.audit.AuditListener;
import dev.secrets.store.StoreListener;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts what a store notices by itself into the audit trail: that a restored copy was opened, a torn tail was cut, a root key
 * changed. The event has the store's name for it, the principal of work in the background, and what a person needs to know as the
 * parameter {@code detail}.
 *
 * <p>A store is open before a trail can be, because the keys that chain the trail are in the store. What is noticed before
 * {@link #attachTo} is kept for it, up to 1,000 events; what comes then is lost, as is what the trail refuses afterwards. Thread-safe;
 * no lock is held while the trail is called.
 */
public final class AuditedStoreEvents implements StoreListener {
    private static final int MAX_KEPT = 1_000;

    private final InstantSource clock;
    private final Deque<AuditEvent> kept = new ArrayDeque<>(); // guarded by this
    private Optional<AuditListener> trail = Optional.empty(); // guarded by this

    /** Takes the time from the system's clock. */
    public AuditedStoreEvents() {
        this(InstantSource.system());
    }

    /** Takes the time from the clock. */
    public AuditedStoreEvents(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Puts what was noticed until now into the trail, and from now on what is noticed.
     *
     * @throws RuntimeException if the trail refuses an event; it and those behind it are kept for another call
     */
    public void attachTo(AuditListener audit) {
        for (Optional<AuditEvent> next = nextOrAttach(audit); next.isPresent(); next = nextOrAttach(audit)) {
            handOver(next.get(), audit);
        }
    }

    private synchronized Optional<AuditEvent> nextOrAttach(AuditListener audit) {
        Optional<AuditEvent> next = Optional.ofNullable(kept.poll());
        if (next.isEmpty()) {
            trail = Optional.of(audit);
        }
        return next;
    }

    private void handOver(AuditEvent event, AuditListener audit) {
        try {
            audit.audit(event);
        } catch (RuntimeException | Error refused) {
            putBack(event);
            throw refused;
        }
    }

    private synchronized void putBack(AuditEvent event) {
        kept.addFirst(event);
    }

    @Override
    public void noticed(StoreEvent event) {
        AuditEvent audited = AuditEvent.ofService(
                clock.instant(),
                UUID.randomUUID().toString(),
                event.name(),
                Optional.empty(),
                Map.of("detail", event.detail()));
        trailOrKeep(audited).ifPresent(audit -> audit.audit(audited));
    }

    private synchronized Optional<AuditListener> trailOrKeep(AuditEvent event) {
        if (trail.isEmpty() && kept.size() < MAX_KEPT) {
            kept.add(event);
        }
        return trail;
    }
}
