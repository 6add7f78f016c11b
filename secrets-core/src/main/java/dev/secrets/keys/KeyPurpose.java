package dev.secrets.keys;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig2026;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import java.security.GeneralSecurityException;

/**
 * What a keyset is for. No key serves two purposes. The numbers are part of the key ring's format.
 *
 * <p>Ciphers are XAES-256-GCM: its nonces of 192 bits are random without a budget to count. All keys have Tink's prefix, the byte
 * 1 and the key's id, so that a ciphertext is tried against its own key and no other.
 */
enum KeyPurpose {
    /** Values of secrets; one keyset for each KMS key id. */
    VALUE(1),
    /** Metadata of secrets. */
    METADATA(2),
    /** The chain of the audit trail. */
    AUDIT(3),
    /** Page tokens. */
    PAGE_TOKEN(4),
    /** Records of access keys. */
    ACCESS_KEY(5),
    /** Manifests of checkpoints; made when the first one is. */
    CHECKPOINT(6);

    private final int number;

    KeyPurpose(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    Parameters parameters() {
        return isMac()
                ? PredefinedMacParameters.HMAC_SHA256_256BITTAG
                : PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE;
    }

    Configuration configuration() {
        return isMac() ? MacConfig2026.get() : AeadConfig2026.get();
    }

    /** Returns whether the key proves what lies outside of the store; the others seal what lies in it. */
    boolean isMac() {
        return this == AUDIT || this == CHECKPOINT;
    }

    /** Returns whether a ring without such a key is none. */
    boolean isInEveryRing() {
        return this != CHECKPOINT;
    }

    static KeyPurpose of(int number) throws GeneralSecurityException {
        for (KeyPurpose purpose : values()) {
            if (purpose.number == number) {
                return purpose;
            }
        }
        throw new GeneralSecurityException("Unknown key purpose " + number);
    }
}
