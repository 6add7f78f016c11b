package dev.secrets.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.secrets.model.RootKey;
import java.security.GeneralSecurityException;

/** Root keys for tests: quick, and another each time. */
final class RootKeys {
    private RootKeys() {}

    static RootKey random() {
        return random("test");
    }

    static RootKey random(String id) {
        return new AeadRootKey(id, aead());
    }

    static Aead aead() {
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get())
                    .getPrimitive(AeadConfig2026.get(), Aead.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
