package dev.secrets.examples.benchmarks;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/** Raw cryptography as the engine uses it. */
final class Floor {
    /** As much as the engine binds a value to: the ring's id, the secret's uid, the version's id. */
    static final byte[] ASSOCIATED = new byte[120];

    private Floor() {}

    static Aead newAead() {
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE, AeadConfig2026.get())
                    .getPrimitive(AeadConfig2026.get(), Aead.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
