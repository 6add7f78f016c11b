package dev.secrets.model;

/**
 * A keyed digest over a previous digest and new content: entries that each carry it form a chain in which nothing can be
 * changed, dropped, added or moved without the key. Thread-safe.
 */
public interface ChainMac {
    /** The length of every digest in bytes. */
    int LENGTH = 32;

    /**
     * Returns the digest of an entry.
     *
     * @param previous the digest of the entry before, {@link #LENGTH} bytes; all zero for the first
     * @param content the entry's bytes
     */
    byte[] next(byte[] previous, byte[] content);

    /** Returns a short name of the key, which may be stored beside the chain so that a verifier finds the key again. */
    String keyId();
}
