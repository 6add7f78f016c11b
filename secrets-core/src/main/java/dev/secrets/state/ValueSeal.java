package dev.secrets.state;

import dev.secrets.model.SecretValue;
import dev.secrets.store.SealedBytes;
import java.lang.ref.WeakReference;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What the metadata knows of a value: whether it is text or bytes, and the digest of its sealed bytes. The digest is what tells
 * two values apart that were sealed for one version id, one after the other: each opens, but only one is the version's.
 */
public final class ValueSeal {
    private static final WeakReference<byte[]> NONE = new WeakReference<>(null);

    private final SecretValue.Kind kind;
    private final byte[] sha256;

    /** The sealed bytes that were last found to be the value's: what is read often is digested once. They are the store's to keep. */
    private volatile WeakReference<byte[]> covered = NONE;

    /** Makes the seal of a value from the digest of its sealed bytes, which is not copied. */
    public ValueSeal(SecretValue.Kind kind, byte[] sha256) {
        this.kind = kind;
        this.sha256 = sha256;
    }

    /** Returns the seal of the sealed value. */
    public static ValueSeal of(SecretValue.Kind kind, SealedBytes sealed) {
        return new ValueSeal(kind, sealed.sha256());
    }

    /** Returns whether the value is text or bytes. */
    public SecretValue.Kind kind() {
        return kind;
    }

    /** Returns whether these are the sealed bytes of the value. */
    public boolean covers(SealedBytes sealed) {
        byte[] bytes = sealed.sharedArray();
        if (covered.get() == bytes) {
            return true;
        }
        boolean covers = MessageDigest.isEqual(sha256, sealed.sha256());
        if (covers) {
            covered = new WeakReference<>(bytes);
        }
        return covers;
    }

    byte[] sha256() {
        return sha256;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValueSeal that && kind == that.kind && MessageDigest.isEqual(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }

    @Override
    public String toString() {
        return "ValueSeal[" + kind + ", " + HexFormat.of().formatHex(sha256) + "]";
    }
}
