package dev.secrets.audit;

import dev.secrets.model.ChainMac;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 by the JDK, as the format describes it, under a key that its name gives. */
final class TestMac implements ChainMac {
    static final TestMac KEY = new TestMac("1a2b3c4d");

    private final String keyId;
    private final Mac fresh;

    TestMac(String keyId) {
        this.keyId = keyId;
        try {
            fresh = Mac.getInstance("HmacSHA256");
            fresh.init(new SecretKeySpec(("key " + keyId).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public byte[] next(byte[] previous, byte[] content) {
        try {
            Mac mac = (Mac) fresh.clone();
            mac.update(previous);
            return mac.doFinal(content);
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public String keyId() {
        return keyId;
    }
}
