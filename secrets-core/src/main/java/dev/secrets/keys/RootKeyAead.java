package dev.secrets.keys;

import com.google.crypto.tink.Aead;
import dev.secrets.model.RootKey;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * A root key in the shape in which Tink wraps keysets, so that keys reach it without being handed out in the clear here. A root
 * key may be anybody's code: whatever it throws, or a null, is a refusal.
 */
record RootKeyAead(RootKey rootKey) implements Aead {
    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
        try {
            return requireAnswer(rootKey.wrap(plaintext, associatedData));
        } catch (RuntimeException refused) {
            throw new GeneralSecurityException("The root key does not wrap", refused);
        }
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
        try {
            return requireAnswer(rootKey.unwrap(ciphertext, associatedData));
        } catch (RuntimeException refused) {
            throw new GeneralSecurityException("The root key does not unwrap", refused);
        }
    }

    private static byte[] requireAnswer(byte @Nullable [] answer) throws GeneralSecurityException {
        if (answer == null) {
            throw new GeneralSecurityException("The root key answered nothing");
        }
        return answer;
    }
}
