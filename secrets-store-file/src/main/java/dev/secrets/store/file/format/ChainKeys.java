package dev.secrets.store.file.format;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of one generation: one secret of 32 bytes, and from it an own HMAC-SHA256 key for records, for headers, for the HEAD
 * and for the CURRENT file, so that no digest of one kind passes for another. Immutable; thread-safe.
 */
public final class ChainKeys {
    /** The length of the secret, and of every digest. */
    public static final int LENGTH = 32;

    private static final String HMAC = "HmacSHA256";

    private final Mac records;
    private final Mac header;
    private final Mac head;
    private final Mac current;

    /**
     * Derives the keys.
     *
     * @param secret {@link #LENGTH} random bytes; not kept
     */
    public ChainKeys(byte[] secret) {
        if (secret.length != LENGTH) {
            throw new IllegalArgumentException("A chain key has " + LENGTH + " bytes, not " + secret.length);
        }
        Mac master = keyed(secret);
        this.records = derived(master, "record");
        this.header = derived(master, "header");
        this.head = derived(master, "head");
        this.current = derived(master, "current");
    }

    private static Mac derived(Mac master, String purpose) {
        return keyed(master.doFinal(("dev.secrets.store.file " + purpose).getBytes(StandardCharsets.US_ASCII)));
    }

    private static Mac keyed(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has " + HMAC, impossible);
        }
    }

    /** Returns a fresh digest for records, for one thread. */
    Mac forRecords() {
        return copy(records);
    }

    byte[] ofHeader(byte[] block, int length) {
        return digest(header, block, length);
    }

    byte[] ofHead(byte[] slot, int length) {
        return digest(head, slot, length);
    }

    byte[] ofCurrent(byte[] text) {
        return digest(current, text, text.length);
    }

    private static byte[] digest(Mac key, byte[] bytes, int length) {
        Mac mac = copy(key);
        mac.update(bytes, 0, length);
        return mac.doFinal();
    }

    private static Mac copy(Mac mac) {
        try {
            return (Mac) mac.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("The platform's " + HMAC + " can be cloned", impossible);
        }
    }

    /** Compares in constant time. */
    static boolean same(byte[] digest, byte[] other) {
        return MessageDigest.isEqual(digest, other);
    }
}
