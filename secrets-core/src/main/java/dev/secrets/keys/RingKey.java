package dev.secrets.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.secrets.model.RootKey;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * The key that a key ring is sealed under: random, wrapped by the root key, and made anew with each writing of the ring. So a
 * newer ring and the root key that opens it are of no use against an older copy of the ring: what was destroyed in between stays
 * destroyed once the root key is changed too.
 *
 * <p>While a root key is being changed the ring key is wrapped under both. A process that has one of them can't wrap a new ring
 * key under the other and so keeps the ring key as it is; either root key opens such a copy anyway.
 *
 * <p>Immutable.
 */
final class RingKey {
    private final long madeAtRevision;
    private final List<Wrapping> wrappings;
    private final Aead aead;

    /**
     * The ring key wrapped under one root key.
     *
     * @param rootKeyId which one
     * @param wrapped Tink's encrypted keyset
     */
    record Wrapping(String rootKeyId, byte[] wrapped) {}

    private RingKey(long madeAtRevision, List<Wrapping> wrappings, Aead aead) {
        this.madeAtRevision = madeAtRevision;
        this.wrappings = List.copyOf(wrappings);
        this.aead = aead;
    }

    /** Makes a ring key and wraps it under each of the root keys. */
    static RingKey generate(AssociatedData places, long revision, List<RootKey> rootKeys)
            throws GeneralSecurityException {
        KeysetHandle handle =
                KeysetHandle.generateNew(PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE, AeadConfig2026.get());
        Wrapping[] wrappings = new Wrapping[rootKeys.size()];
        for (int i = 0; i < wrappings.length; i++) {
            RootKey rootKey = rootKeys.get(i);
            byte[] wrapped = TinkProtoKeysetFormat.serializeEncryptedKeyset(
                    handle, new RootKeyAead(rootKey), places.ofRingKey(revision), AeadConfig2026.get());
            wrappings[i] = new Wrapping(rootKey.id(), wrapped);
        }
        return new RingKey(revision, List.of(wrappings), aeadOf(handle));
    }

    /**
     * Unwraps a ring key.
     *
     * @throws GeneralSecurityException if none of the wrappings is of this root key, or it does not open any of them
     */
    static RingKey unwrap(AssociatedData places, long madeAtRevision, List<Wrapping> wrappings, RootKey rootKey)
            throws GeneralSecurityException {
        GeneralSecurityException refused =
                new GeneralSecurityException("The key ring is not wrapped under root key " + rootKey.id());
        for (Wrapping wrapping : wrappings) {
            if (wrapping.rootKeyId().equals(rootKey.id())) {
                try {
                    KeysetHandle handle = TinkProtoKeysetFormat.parseEncryptedKeyset(
                            wrapping.wrapped(),
                            new RootKeyAead(rootKey),
                            places.ofRingKey(madeAtRevision),
                            AeadConfig2026.get());
                    return new RingKey(madeAtRevision, wrappings, aeadOf(handle));
                } catch (GeneralSecurityException notThisOne) {
                    refused.addSuppressed(notThisOne);
                }
            }
        }
        throw refused;
    }

    /** Returns the ring key for the next writing of the ring: a new one, unless a root key is just being changed. */
    RingKey next(AssociatedData places, long revision, RootKey rootKey) throws GeneralSecurityException {
        return wrappings.size() > 1 ? this : generate(places, revision, List.of(rootKey));
    }

    private static Aead aeadOf(KeysetHandle handle) throws GeneralSecurityException {
        return handle.getPrimitive(AeadConfig2026.get(), Aead.class);
    }

    long madeAtRevision() {
        return madeAtRevision;
    }

    List<Wrapping> wrappings() {
        return wrappings;
    }

    Aead aead() {
        return aead;
    }
}
