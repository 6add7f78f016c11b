package dev.secrets.model;

import java.util.List;

/**
 * The one key that lives outside the store: it wraps the keys that lie inside. Whoever holds it opens everything; without it
 * nothing opens. An implementation may be a local key, a key in a token, or a call to a key management service.
 *
 * <p>Wrapping is authenticated: {@link #unwrap} returns exactly what {@link #wrap} was given, or throws. Implementations are
 * thread-safe and never log or quote what they wrap.
 */
public interface RootKey {
    /**
     * Returns a short, stable name for this key that may be stored and shown. Two keys with different material have different
     * ids; the id tells nothing about the material.
     */
    String id();

    /**
     * Returns the keys that this one stands for, in the order in which they are tried: itself, unless it is a chain of several. What
     * wraps under a root key wraps under each of these, so that any of them opens.
     */
    default List<RootKey> members() {
        return List.of(this);
    }

    /**
     * Wraps key material under associated data.
     *
     * @param plaintext what to wrap; not kept
     * @param associatedData what the wrapping is bound to; not part of the result
     * @throws RootKeyException if the key can't be reached or refuses
     */
    byte[] wrap(byte[] plaintext, byte[] associatedData);

    /**
     * Returns what {@link #wrap} was given.
     *
     * @param wrapped what {@code wrap} returned
     * @param associatedData the same associated data
     * @throws RootKeyException if this is another key, the bytes or the associated data are not the same, or the key can't be
     *     reached
     */
    byte[] unwrap(byte[] wrapped, byte[] associatedData);
}
