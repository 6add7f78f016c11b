package dev.secrets.store.jdbc;

import dev.secrets.store.StoreListener;
import dev.secrets.store.StoreListener.StoreEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener and the log what was noticed. What the listener throws is its own trouble, as its contract says. */
final class Reports {
    static final String LOST_WRITES = "LostWritesPossible";
    static final String CLOSED_BY_INTERRUPTS = "ClosedByInterrupts";
    static final String NOTIFICATIONS_LOST = "NotificationsLost";
    static final String NOTIFICATIONS_RESUMED = "NotificationsResumed";
    static final String NO_NOTIFICATIONS = "NotificationsUnavailable";
    static final String SUBSCRIBER_FAILED = "SubscriberFailed";

    private static final Logger LOG = LoggerFactory.getLogger(JdbcSecretStore.class);

    private final StoreListener listener;

    Reports(StoreListener listener) {
        this.listener = listener;
    }

    void report(String name, String detail) {
        LOG.warn("{}: {}", name, detail);
        try {
            listener.noticed(new StoreEvent(name, detail));
        } catch (RuntimeException | Error ignoredByContract) {
            LOG.debug("A store listener failed", ignoredByContract);
        }
    }
}
