package dev.secrets.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * A keyed digest over a previous digest and new content: entries that each carry it form a chain in which nothing can be
 * changed, dropped, added or moved without the key. Where the key is rotated, the chain goes on under the new one, and whoever
 * knows a former key can't change what stands before the first entry under the next.
 *
 * <p>Immutable and thread-safe: the key of one object never changes.
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

    /**
     * Returns the digest of an entry that stands in a part of an array.
     *
     * @param previous the digest of the entry before, {@link #LENGTH} bytes; all zero for the first
     * @param text has the entry's bytes
     * @param from where they begin
     * @param to where they end
     */
    default byte[] next(byte[] previous, byte[] text, int from, int to) {
        return next(previous, Arrays.copyOfRange(text, from, to));
    }

    /** Returns a short name of the key, which may be stored beside the chain so that a verifier finds the key again. */
    String keyId();

    /** Returns the digest by which the next entry is written: by the newest key. */
    default ChainMac newest() {
        return this;
    }

    /** Returns the digest by the key of this name, which this chain has or had; nothing if it never had one. */
    default Optional<ChainMac> withKey(String keyId) {
        return keyId.equals(keyId()) ? Optional.of(this) : Optional.empty();
    }
}
