package dev.secrets.store.file;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A root key made of a name: a nonce, the material under a pad made of it, and a MAC. It is ready at once even in a JVM that has
 * just started, which hundreds of processes do here.
 */
record TestRootKey(String id) implements RootKey {
    static final TestRootKey FIRST = new TestRootKey("first-key");
    static final TestRootKey SECOND = new TestRootKey("second-key");

    private static final int NONCE = 16;
    private static final int MAC = 32;

    @Override
    public byte[] wrap(byte[] plaintext, byte[] associatedData) {
        byte[] nonce = new byte[NONCE];
        ThreadLocalRandom.current().nextBytes(nonce);
        byte[] padded = padded(nonce, plaintext);
        byte[] mac = hmac("mac", nonce, padded, associatedData);
        return ByteBuffer.allocate(NONCE + padded.length + MAC)
                .put(nonce)
                .put(padded)
                .put(mac)
                .array();
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
        if (wrapped.length < NONCE + MAC) {
            throw new RootKeyException("What should be unwrapped is cut");
        }
        byte[] nonce = Arrays.copyOf(wrapped, NONCE);
        byte[] padded = Arrays.copyOfRange(wrapped, NONCE, wrapped.length - MAC);
        byte[] mac = Arrays.copyOfRange(wrapped, wrapped.length - MAC, wrapped.length);
        if (!MessageDigest.isEqual(mac, hmac("mac", nonce, padded, associatedData))) {
            throw new RootKeyException("What should be unwrapped is damaged, or of another key");
        }
        return padded(nonce, padded);
    }

    private byte[] padded(byte[] nonce, byte[] bytes) {
        byte[] padded = bytes.clone();
        byte[] pad = hmac("pad", nonce);
        for (int i = 0; i < bytes.length; i++) {
            if (i > 0 && i % pad.length == 0) {
                pad = hmac("pad", pad);
            }
            padded[i] ^= pad[i % pad.length];
        }
        return padded;
    }

    private byte[] hmac(String purpose, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec((purpose + id).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
