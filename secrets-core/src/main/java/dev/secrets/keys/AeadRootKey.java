package dev.secrets.keys;

import com.google.crypto.tink.Aead;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import java.security.GeneralSecurityException;

/**
 * A root key that is any of Tink's {@link Aead}s, and so a key of any key management service that has a Tink client: wrapping
 * and unwrapping are its encryption and decryption.
 *
 * <p>Whether what is wrapped commits to the key is up to the {@code Aead}. It matters for keys that can be guessed; don't make
 * one of a password, for which there is {@link PassphraseRootKey}.
 *
 * <p>Thread-safe if the {@code Aead} is, which Tink demands of it.
 */
public final class AeadRootKey implements RootKey {
    private final String id;
    private final Aead aead;

    /**
     * Makes a root key.
     *
     * @param id stored beside what is wrapped and shown in messages, such as the key's URI: up to 256 characters of printable
     *     ASCII, the same each time, another for another key
     * @param aead the key
     * @throws IllegalArgumentException if the id is empty, too long, or has other characters
     */
    @SuppressWarnings("exports") // Tink is an automatic module; who has an Aead requires it already.
    public AeadRootKey(String id, Aead aead) {
        if (!Printable.isRootKeyId(id)) {
            throw new IllegalArgumentException("Root key id is '" + id + "'; must be 1 to " + Printable.MAX_ROOT_KEY_ID
                    + " characters of printable ASCII");
        }
        this.id = id;
        this.aead = aead;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] plaintext, byte[] associatedData) {
        try {
            return aead.encrypt(plaintext, associatedData);
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException("Root key '" + id + "' does not wrap", refused);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
        try {
            return aead.decrypt(wrapped, associatedData);
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException("Root key '" + id + "' does not unwrap this", refused);
        }
    }

    @Override
    public String toString() {
        return "AeadRootKey[" + id + "]";
    }
}
