package dev.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.secrets.model.CallerIdentity;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a caller signs the requests of one day, region and service with: derived from the secret part of an access key as AWS's
 * Signature Version 4 says, and of no use beyond. Thread-safe.
 */
public final class SigningKey {
    private static final String ALGORITHM = "HmacSHA256";

    private final CallerIdentity caller;
    private final Mac prototype;

    private SigningKey(CallerIdentity caller, Mac prototype) {
        this.caller = caller;
        this.prototype = prototype;
    }

    /**
     * Derives the key; the secret is not kept.
     *
     * @param caller who signs with it
     * @param secret the secret part of the access key
     * @param scope what the key is good for
     */
    public static SigningKey derive(CallerIdentity caller, byte[] secret, SigningScope scope) {
        byte[] key = concatenated("AWS4", secret);
        for (String part : new String[] {scope.date(), scope.region(), scope.service(), "aws4_request"}) {
            key = mac(key).doFinal(part.getBytes(UTF_8));
        }
        return new SigningKey(caller, mac(key));
    }

    private static byte[] concatenated(String prefix, byte[] secret) {
        byte[] all = new byte[prefix.length() + secret.length];
        for (int i = 0; i < prefix.length(); i++) {
            all[i] = (byte) prefix.charAt(i);
        }
        System.arraycopy(secret, 0, all, prefix.length(), secret.length);
        return all;
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, impossible);
        }
    }

    /** Returns who signs with it. */
    public CallerIdentity caller() {
        return caller;
    }

    /** Returns the signature of a text, 32 bytes; to be compared in constant time. */
    public byte[] sign(byte[] text) {
        try {
            return ((Mac) prototype.clone()).doFinal(text);
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("The platform's " + ALGORITHM + " can be copied", impossible);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + caller.arn() + ", redacted]";
    }
}
