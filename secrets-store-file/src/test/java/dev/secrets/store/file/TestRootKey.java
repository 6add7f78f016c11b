package dev.secrets.store.file;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A root key made of a name: AES-256-GCM with random nonces. */
record TestRootKey(String id) implements RootKey {
    static final TestRootKey FIRST = new TestRootKey("first-key");
    static final TestRootKey SECOND = new TestRootKey("second-key");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE = 12;

    @Override
    public byte[] wrap(byte[] plaintext, byte[] associatedData) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] ciphertext = crypt(Cipher.ENCRYPT_MODE, nonce, plaintext, associatedData);
        return ByteBuffer.allocate(NONCE + ciphertext.length)
                .put(nonce)
                .put(ciphertext)
                .array();
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
        ByteBuffer bytes = ByteBuffer.wrap(wrapped);
        byte[] nonce = new byte[NONCE];
        bytes.get(nonce);
        byte[] ciphertext = new byte[bytes.remaining()];
        bytes.get(ciphertext);
        return crypt(Cipher.DECRYPT_MODE, nonce, ciphertext, associatedData);
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] input, byte[] associatedData) {
        try {
            byte[] key = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(associatedData);
            return cipher.doFinal(input);
        } catch (GeneralSecurityException failure) {
            throw new RootKeyException("What should be unwrapped is damaged, or of another key", failure);
        }
    }
}
