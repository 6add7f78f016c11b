package dev.secrets.audit;

import dev.secrets.model.ChainMac;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 by the JDK, as the format describes it, under a key that its name gives. */
record TestMac(String keyId) implements ChainMac {
    static final TestMac KEY = new TestMac("1a2b3c4d");

    @Override
    public byte[] next(byte[] previous, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(("key " + keyId).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(previous);
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
