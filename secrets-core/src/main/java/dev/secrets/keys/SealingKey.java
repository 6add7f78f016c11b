package dev.secrets.keys;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;

/** A keyset ready for use: the cipher is made once, since making it costs many times what opening a value does. Immutable. */
final class SealingKey {
    /** Tink's prefix: the byte 1, then the id of the key. */
    private static final int PREFIX_LENGTH = 5;

    private final KeyState state;
    private final int[] keyIds;
    private final int newestKeyId;
    private final Aead aead;

    SealingKey(RingKeyset keyset) throws GeneralSecurityException {
        this.state = keyset.state();
        this.keyIds =
                keyset.creationDates().keySet().stream().mapToInt(id -> id).toArray();
        this.newestKeyId = keyset.primaryKeyId();
        this.aead = keyset.primitive(Aead.class);
    }

    byte[] seal(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
        if (!state.seals()) {
            throw new GeneralSecurityException("The key does not seal: " + state);
        }
        return aead.encrypt(plaintext, associatedData);
    }

    byte[] open(byte[] sealed, byte[] associatedData) throws GeneralSecurityException {
        if (!state.opens()) {
            throw new GeneralSecurityException("The key does not open: " + state);
        }
        return aead.decrypt(sealed, associatedData);
    }

    /** Returns whether the bytes name a key that is not in this keyset: a newer key ring may have it. */
    boolean lacksKeyOf(byte[] sealed) throws GeneralSecurityException {
        return sealed.length >= PREFIX_LENGTH && !isOneOfKeyIds(keyIdOf(sealed));
    }

    private boolean isOneOfKeyIds(int id) {
        for (int keyId : keyIds) {
            if (keyId == id) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the bytes name the key that seals now. */
    boolean isUnderNewestKey(byte[] sealed) throws GeneralSecurityException {
        return keyIdOf(sealed) == newestKeyId;
    }

    static int keyIdOf(byte[] sealed) throws GeneralSecurityException {
        ByteReader reader = new ByteReader(sealed);
        reader.readByte();
        return reader.readInt();
    }
}
