package dev.secrets.keys;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps under a key that lies in memory, so that the result commits to the key: no bytes open under two of them. AES-GCM alone
 * does not, and then one forged ciphertext that opens under many passphrases tests them all at once (partitioning oracle, Len,
 * Grubbs and Ristenpart 2021).
 *
 * <pre>{@code
 * wrapped = header | salt (32) | nonce (12) | ciphertext | tag (16) | digest (32)
 * keys    = HKDF-SHA256(wrapping key, salt, "dev.secrets root key wrap 1", 64 bytes): AES-256 key, then HMAC key
 * digest  = HMAC-SHA256(HMAC key, associated data (length, bytes) | header (length, bytes) | salt | nonce | ciphertext | tag)
 * }</pre>
 *
 * The digest is checked before anything is decrypted. The salt is random, so the keys are new each time and there is no number
 * of wrappings to count. The caller reads the header, which says how to come by the wrapping key.
 *
 * <p>Immutable.
 */
final class CommittingWrap {
    private static final String HKDF_HASH = "HmacSha256";
    private static final byte[] INFO = "dev.secrets root key wrap 1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_LENGTH = 32;
    private static final int SALT_LENGTH = 32;
    private static final int DIGEST_LENGTH = 32;

    private final byte[] encryptionKey;
    private final byte[] digestKey;
    private final byte[] salt;

    private CommittingWrap(byte[] wrappingKey, byte[] salt) throws GeneralSecurityException {
        byte[] keys = Hkdf.computeHkdf(HKDF_HASH, wrappingKey, salt, INFO, 2 * KEY_LENGTH);
        this.encryptionKey = Arrays.copyOf(keys, KEY_LENGTH);
        this.digestKey = Arrays.copyOfRange(keys, KEY_LENGTH, 2 * KEY_LENGTH);
        this.salt = salt;
        Arrays.fill(keys, (byte) 0);
    }

    static byte[] wrap(byte[] wrappingKey, byte[] header, byte[] plaintext, byte[] associatedData, SecureRandom random)
            throws GeneralSecurityException {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        CommittingWrap keys = new CommittingWrap(wrappingKey, salt);
        byte[] ciphertext = new AesGcmJce(keys.encryptionKey).encrypt(plaintext, associatedData);
        byte[] digest = keys.digest(header, ciphertext, associatedData);
        return new ByteWriter(header.length + SALT_LENGTH + ciphertext.length + DIGEST_LENGTH)
                .writeFixed(header)
                .writeFixed(salt)
                .writeFixed(ciphertext)
                .writeFixed(digest)
                .toByteArray();
    }

    /**
     * Returns what was wrapped.
     *
     * @param wrapped all of it, beginning with the header
     * @throws GeneralSecurityException if it was wrapped under another key, other associated data, or was changed
     */
    static byte[] unwrap(byte[] wrappingKey, byte[] header, byte[] wrapped, byte[] associatedData)
            throws GeneralSecurityException {
        ByteReader reader = new ByteReader(wrapped);
        if (!MessageDigest.isEqual(reader.readFixed(header.length), header)) {
            throw new GeneralSecurityException("This was wrapped by another kind of root key");
        }
        CommittingWrap keys = new CommittingWrap(wrappingKey, reader.readFixed(SALT_LENGTH));
        byte[] ciphertext = reader.readFixed(Math.max(0, wrapped.length - reader.position() - DIGEST_LENGTH));
        byte[] digest = reader.readFixed(DIGEST_LENGTH);
        if (!MessageDigest.isEqual(digest, keys.digest(header, ciphertext, associatedData))) {
            throw new GeneralSecurityException("The digest is not that of this key");
        }
        return new AesGcmJce(keys.encryptionKey).decrypt(ciphertext, associatedData);
    }

    private byte[] digest(byte[] header, byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(digestKey, "HmacSHA256"));
        int size = associatedData.length + header.length + ciphertext.length + SALT_LENGTH + 2 * Integer.BYTES;
        return mac.doFinal(new ByteWriter(size)
                .writeBytes(associatedData)
                .writeBytes(header)
                .writeFixed(salt)
                .writeFixed(ciphertext)
                .toByteArray());
    }
}
