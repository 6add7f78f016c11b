package dev.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.secrets.keys.AeadRootKey;
import dev.secrets.model.RootKey;
import java.security.GeneralSecurityException;

/** Root keys for tests: random, in memory, and quick. */
public final class TestKeys {
    private TestKeys() {}

    /** Returns a new key. */
    public static RootKey rootKey() {
        return rootKey("test");
    }

    /** Returns a new key of the id. */
    public static RootKey rootKey(String id) {
        try {
            KeysetHandle key = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
            return new AeadRootKey(id, key.getPrimitive(AeadConfig2026.get(), Aead.class));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
