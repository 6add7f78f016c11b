package dev.secrets.store;

/**
 * Hears what a store notices by itself: a torn tail, a restored copy, a fail-over. {@code dev.secrets.AuditedStoreEvents}
 * turns what it hears into audit events. Called by whichever thread noticed; must not call the store and must not block for long. What it throws is ignored by
 * the store.
 */
@FunctionalInterface
public interface StoreListener {
    /** A listener for those who do not care. */
    StoreListener IGNORE = event -> {};

    /** Called after something was noticed. */
    void noticed(StoreEvent event);

    /**
     * Something that a store noticed.
     *
     * @param name what happened, one word such as {@code TornTailCut}
     * @param detail what a person needs to know, without sealed bytes
     */
    record StoreEvent(String name, String detail) {}
}
