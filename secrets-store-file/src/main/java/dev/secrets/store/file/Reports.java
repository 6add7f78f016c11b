package dev.secrets.store.file;

import dev.secrets.store.StoreListener;
import dev.secrets.store.StoreListener.StoreEvent;

/** Tells the listener what was noticed. What the listener throws does not become the store's trouble, as its contract says. */
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

    private final StoreListener listener;

    Reports(StoreListener listener) {
        this.listener = listener;
    }

    void report(String name, String detail) {
        try {
            listener.noticed(new StoreEvent(name, detail));
        } catch (RuntimeException | Error ignoredByContract) {
            // StoreListener: "What it throws is ignored by the store."
        }
    }
}
