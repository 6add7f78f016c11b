package dev.secrets.keys;

import com.google.crypto.tink.Mac;
import dev.secrets.model.ChainMac;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * HMAC-SHA256 over the previous digest and the content, in this order; the first has a fixed length, so no two pairs give the
 * same input. Tink's prefix is cut off: the key's id stands beside the chain. Immutable.
 */
final class TinkChainMac implements ChainMac {
    private final String keyId;
    private final Mac mac;
    private final Map<String, Mac> all;

    /** Makes the chain that goes on under the newest key of a keyset. */
    TinkChainMac(RingKeyset keyset) throws GeneralSecurityException {
        this(
                HexFormat.of().toHexDigits(keyset.primaryKeyId()),
                keyset.primitive(Mac.class),
                keyset.primitiveOfEach(Mac.class));
    }

    private TinkChainMac(String keyId, Mac mac, Map<String, Mac> all) {
        this.keyId = keyId;
        this.mac = mac;
        this.all = all;
    }

    @Override
    public byte[] next(byte[] previous, byte[] content) {
        return next(previous, content, 0, content.length);
    }

    @Override
    public byte[] next(byte[] previous, byte[] text, int from, int to) {
        if (previous.length != LENGTH) {
            throw new IllegalArgumentException(
                    "The previous digest has " + previous.length + " bytes; must be " + LENGTH);
        }
        byte[] input = Arrays.copyOf(previous, LENGTH + to - from);
        System.arraycopy(text, from, input, LENGTH, to - from);
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

    @Override
    public Optional<ChainMac> withKey(String otherKeyId) {
        return Optional.ofNullable(all.get(otherKeyId)).map(other -> new TinkChainMac(otherKeyId, other, all));
    }
}
