package dev.secrets.store.file;

import dev.secrets.store.StoreListener;
import dev.secrets.store.StoreListener.StoreEvent;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells the listener and the log what was noticed. What the listener throws is its own trouble, as its contract says. */
final class Reports {
    static final String TORN_TAIL_CUT = "TornTailCut";
    static final String TAIL_ADOPTED = "UnacknowledgedTailKept";
    static final String HEADER_DAMAGED = "HeaderCopyDamaged";
    static final String RESTORED_COPY = "RestoredCopyOpened";
    static final String COMPACTED = "Compacted";
    static final String HOUSEKEEPING_FAILED = "HousekeepingFailed";
    static final String REWRAPPED = "RootKeyChanged";
    static final String STORE_FAILED = "StoreFailed";
    static final String SUBSCRIBER_FAILED = "SubscriberFailed";

    /** What was asked for or is part of the usual run; the rest is for somebody to look at. */
    private static final Set<String> USUAL = Set.of(COMPACTED, REWRAPPED);

    private static final Logger LOG = LoggerFactory.getLogger(FileSecretStore.class);

    private final StoreListener listener;

    Reports(StoreListener listener) {
        this.listener = listener;
    }

    void report(String name, String detail) {
        LOG.atLevel(USUAL.contains(name) ? Level.INFO : Level.WARN).log("{}: {}", name, detail);
        try {
            listener.noticed(new StoreEvent(name, detail));
        } catch (RuntimeException | Error ignoredByContract) {
            LOG.debug("A store listener failed", ignoredByContract);
        }
    }
}
