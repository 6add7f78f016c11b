package dev.secrets;

import dev.secrets.audit.AuditEvent;
import dev.secrets.audit.AuditEvent.Phase;
import dev.secrets.audit.AuditListener;
import dev.secrets.store.StoreListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts what a store notices by itself into the audit trail: that a restored copy was opened, a torn tail was cut, a root key
 * changed. The event has the store's name for it, the principal of work in the background, and what a person needs to know as the
 * parameter {@code detail}.
 *
 * <p>A store is open before a trail can be, because the keys that chain the trail are in the store. What is noticed before
 * {@link #tell} is kept for it. What the trail refuses afterwards is lost. Thread-safe.
 */
public final class AuditedStoreEvents implements StoreListener {
    private static final String SERVICE = "secretsmanager.amazonaws.com";

    private final InstantSource clock;
    private final List<AuditEvent> kept = new ArrayList<>(); // guarded by this
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
    public synchronized void tell(AuditListener audit) {
        while (!kept.isEmpty()) {
            audit.audit(kept.get(0));
            kept.remove(0);
        }
        trail = Optional.of(audit);
    }

    @Override
    public synchronized void noticed(StoreEvent event) {
        AuditEvent audited = audited(event);
        trail.ifPresentOrElse(audit -> audit.audit(audited), () -> kept.add(audited));
    }

    private AuditEvent audited(StoreEvent event) {
        return new AuditEvent(
                clock.instant(),
                UUID.randomUUID().toString(),
                Phase.OUTCOME,
                event.name(),
                SERVICE,
                Optional.empty(),
                Map.of("detail", event.detail()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
