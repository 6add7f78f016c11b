package dev.secrets.keys;

import com.google.crypto.tink.Mac;
import dev.secrets.model.ChainMac;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * HMAC-SHA256 over the previous digest and the content, in this order; the first has a fixed length, so no two pairs give the
 * same input. Tink's prefix is cut off: the key's id stands beside the chain. Immutable.
 */
final class TinkChainMac implements ChainMac {
    private final String keyId;
    private final Mac mac;

    TinkChainMac(RingKeyset keyset) throws GeneralSecurityException {
        this.keyId = HexFormat.of().toHexDigits(keyset.primaryKeyId());
        this.mac = keyset.primitive(Mac.class);
    }

    @Override
    public byte[] next(byte[] previous, byte[] content) {
        if (previous.length != LENGTH) {
            throw new IllegalArgumentException(
                    "The previous digest has " + previous.length + " bytes; must be " + LENGTH);
        }
        byte[] input = Arrays.copyOf(previous, LENGTH + content.length);
        System.arraycopy(content, 0, input, LENGTH, content.length);
        byte[] prefixed = compute(input);
        return Arrays.copyOfRange(prefixed, prefixed.length - LENGTH, prefixed.length);
    }

    private byte[] compute(byte[] input) {
        try {
            return mac.computeMac(input);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA256 takes any input", impossible);
        }
    }

    @Override
    public String keyId() {
        return keyId;
    }
}
