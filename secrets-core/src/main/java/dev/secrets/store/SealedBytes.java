package dev.secrets.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Bytes that are encrypted and authenticated, as a store keeps them. Equal when the bytes are. Treated as immutable: the array
 * is shared and not copied, which is safe because a changed byte is noticed when the bytes are opened.
 */
public final class SealedBytes {
    private final byte[] bytes;

    private SealedBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns sealed bytes that share the array, which nobody may change from now on. */
    public static SealedBytes wrap(byte[] bytes) {
        return new SealedBytes(bytes);
    }

    /** Returns the array itself, which nobody may change. */
    public byte[] sharedArray() {
        return bytes;
    }

    /** Returns how many bytes there are. */
    public int length() {
        return bytes.length;
    }

    /** Returns the SHA-256 of the bytes, computed anew. */
    public byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedBytes that && (bytes == that.bytes || Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SealedBytes[" + bytes.length + " bytes]";
    }
}
