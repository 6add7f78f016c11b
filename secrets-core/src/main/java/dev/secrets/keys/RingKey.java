package dev.secrets.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.secrets.model.RootKey;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key that a key ring is sealed under: random, wrapped by the root key, and made anew with each writing of the ring. So a
 * newer ring and the root key that opens it are of no use against an older copy of the ring: what was destroyed in between stays
 * destroyed once the root key is changed too.
 *
 * <p>While a root key is being changed, and under a chain of root keys, the ring key is wrapped under several. A process that
 * does not have all of them can't wrap a new ring key under the others and so keeps the ring key as it is; each of the root keys
 * opens such a copy anyway.
 *
 * <p>Immutable.
 */
final class RingKey {
    private final long madeAtRevision;
    private final List<Wrapping> wrappings;
    private final Aead aead;
    private final List<RootKey> rootKeys;

    /**
     * The ring key wrapped under one root key.
     *
     * @param rootKeyId which one
     * @param wrapped Tink's encrypted keyset
     */
    record Wrapping(String rootKeyId, byte[] wrapped) {}

    private RingKey(long madeAtRevision, List<Wrapping> wrappings, Aead aead, List<RootKey> rootKeys) {
        this.madeAtRevision = madeAtRevision;
        this.wrappings = List.copyOf(wrappings);
        this.aead = aead;
        this.rootKeys = rootKeys;
    }

    /** Makes a ring key and wraps it under each of the root keys. */
    static RingKey generate(AssociatedData places, long revision, List<RootKey> rootKeys)
            throws GeneralSecurityException {
        KeysetHandle handle =
                KeysetHandle.generateNew(PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE, AeadConfig2026.get());
        List<Wrapping> wrappings = new ArrayList<>();
        for (RootKey member : rootKeys) {
            byte[] wrapped = TinkProtoKeysetFormat.serializeEncryptedKeyset(
                    handle, new RootKeyAead(member), places.ofRingKey(revision), AeadConfig2026.get());
            wrappings.add(new Wrapping(member.id(), wrapped));
        }
        return new RingKey(revision, wrappings, aeadOf(handle), rootKeys);
    }

    /**
     * Unwraps a ring key by the first of the root keys that can.
     *
     * @throws GeneralSecurityException if none of the wrappings is of one of them, or none opens its own
     */
    static RingKey unwrap(AssociatedData places, long madeAtRevision, List<Wrapping> wrappings, List<RootKey> rootKeys)
            throws GeneralSecurityException {
        GeneralSecurityException refused =
                new GeneralSecurityException("The key ring is not wrapped under root key " + idsOf(rootKeys));
        for (RootKey member : rootKeys) {
            for (Wrapping wrapping : wrappings) {
                if (wrapping.rootKeyId().equals(member.id())) {
                    try {
                        KeysetHandle handle = unwrap(places, madeAtRevision, wrapping, member);
                        return new RingKey(madeAtRevision, wrappings, aeadOf(handle), rootKeys);
                    } catch (GeneralSecurityException notThisOne) {
                        refused.addSuppressed(notThisOne);
                    }
                }
            }
        }
        throw refused;
    }

    private static KeysetHandle unwrap(AssociatedData places, long madeAtRevision, Wrapping wrapping, RootKey member)
            throws GeneralSecurityException {
        return TinkProtoKeysetFormat.parseEncryptedKeyset(
                wrapping.wrapped(), new RootKeyAead(member), places.ofRingKey(madeAtRevision), AeadConfig2026.get());
    }

    /** Returns the ring key for the next writing of the ring: a new one, unless a root key that wraps this one is not here. */
    RingKey next(AssociatedData places, long revision) throws GeneralSecurityException {
        List<RootKey> present = new ArrayList<>();
        for (Wrapping wrapping : wrappings) {
            Optional<RootKey> wrapper = rootKeys.stream()
                    .filter(member -> opens(places, wrapping, member))
                    .findFirst();
            if (wrapper.isEmpty()) {
                return this;
            }
            present.add(wrapper.get());
        }
        return generate(places, revision, present);
    }

    /** A key that is merely named like the one that wraps would lock the right one out: what it opens counts. */
    private boolean opens(AssociatedData places, Wrapping wrapping, RootKey member) {
        if (!wrapping.rootKeyId().equals(member.id())) {
            return false;
        }
        try {
            unwrap(places, madeAtRevision, wrapping, member);
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    /** Returns whether each of the root keys opens this, and nobody else does: two may have one id, so it is tried. */
    boolean isWrappedUnder(AssociatedData places, List<RootKey> others) {
        return wrappersBeside(places, others).isEmpty()
                && others.stream()
                        .allMatch(key -> wrappings.stream().anyMatch(wrapping -> opens(places, wrapping, key)));
    }

    /** Returns the ids of root keys that open this beside those given. */
    List<String> wrappersBeside(AssociatedData places, List<RootKey> others) {
        return wrappings.stream()
                .filter(wrapping -> others.stream().noneMatch(key -> opens(places, wrapping, key)))
                .map(Wrapping::rootKeyId)
                .toList();
    }

    private static List<String> idsOf(List<RootKey> rootKeys) {
        return rootKeys.stream().map(RootKey::id).sorted().toList();
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
