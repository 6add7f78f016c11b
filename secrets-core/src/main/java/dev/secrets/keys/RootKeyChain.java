package dev.secrets.keys;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Several root keys of which each one opens, tried in the order given: a key management service and, for the day when it is out
 * of reach, a passphrase in a safe.
 *
 * <p>A store that is made with a chain is wrapped under each of its keys. A store that exists stays wrapped as it is, whatever
 * chain opens it; {@code changeRootKey} is how a key is added to it or taken away. So a process that is given the chain of the
 * old and the new key follows a change of the root key whenever it happens. A process that has only some of the keys that wrap a
 * store reads and writes as ever, but a file store can't be compacted by it.
 *
 * <p>Thread-safe; the keys stay the caller's.
 */
public final class RootKeyChain implements RootKey {
    /** How many a store may be wrapped under for good; while one chain is changed for another it is both. */
    static final int MAX_KEYS = 4;

    private final List<RootKey> keys;

    /**
     * Makes a chain.
     *
     * @param keys in the order in which they are tried, one to four
     * @throws IllegalArgumentException if there are none or too many, or two have one id
     */
    public RootKeyChain(List<RootKey> keys) {
        this.keys = keys.stream().flatMap(key -> key.members().stream()).toList();
        if (this.keys.isEmpty() || this.keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException(
                    "A chain has " + this.keys.size() + " root keys; must have 1 to " + MAX_KEYS);
        }
        Set<String> ids = new HashSet<>();
        for (RootKey key : this.keys) {
            if (!ids.add(key.id())) {
                throw new IllegalArgumentException("Two root keys have the id '" + key.id() + "'");
            }
        }
    }

    /** Returns the keys in the order in which they are tried. */
    @Override
    public List<RootKey> members() {
        return keys;
    }

    /** Returns the id of the first key. */
    @Override
    public String id() {
        return keys.get(0).id();
    }

    /** Wraps under the first key. */
    @Override
    public byte[] wrap(byte[] plaintext, byte[] associatedData) {
        return keys.get(0).wrap(plaintext, associatedData);
    }

    /** Returns what the first key that can unwraps. */
    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
        RootKeyException refused = new RootKeyException("None of the root keys of the chain unwraps this");
        for (RootKey key : keys) {
            try {
                return key.unwrap(wrapped, associatedData);
            } catch (RuntimeException notThisOne) {
                refused.addSuppressed(notThisOne);
            }
        }
        throw refused;
    }

    @Override
    public String toString() {
        return "RootKeyChain" + keys.stream().map(RootKey::id).toList();
    }
}
