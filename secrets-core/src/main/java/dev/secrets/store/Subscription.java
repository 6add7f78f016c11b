package dev.secrets.store;

/** What {@link SecretStore#subscribe} returns: closing it ends the calls. Thread-safe; closing again does nothing. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** A subscription that never calls. */
    Subscription NONE = () -> {};

    @Override
    void close();
}
