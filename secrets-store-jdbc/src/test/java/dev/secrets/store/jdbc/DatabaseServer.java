package dev.secrets.store.jdbc;

/** A server in a process of its own that can be killed and started again on the same data and port. */
interface DatabaseServer {
    String url();

    /** Ends it as a power cut of its machine would, but for what the system had still to write. */
    void kill();

    /** Starts it after it was killed; returns when it answers. */
    void restart();
}
