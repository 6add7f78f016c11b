package dev.secrets.keys;

import dev.secrets.model.ChainMac;
import java.util.Optional;

/**
 * The chain of the audit trail by the key ring as it was when this was made. The newest is that of the newest ring seen, found
 * without a look into the store: whoever writes the trail waits for nothing. Immutable.
 */
record LiveChainMac(LiveKeyRing live, KeyRing ring) implements ChainMac {
    @Override
    public byte[] next(byte[] previous, byte[] content) {
        return ring.auditMac().next(previous, content);
    }

    @Override
    public byte[] next(byte[] previous, byte[] text, int from, int to) {
        return ring.auditMac().next(previous, text, from, to);
    }

    @Override
    public String keyId() {
        return ring.auditMac().keyId();
    }

    @Override
    public ChainMac newest() {
        return new LiveChainMac(live, live.seen());
    }

    /** A key that is not in the ring may be in a newer one. */
    @Override
    public Optional<ChainMac> withKey(String keyId) {
        return ring.auditMac()
                .withKey(keyId)
                .or(() -> live.newerThan(ring).flatMap(newer -> newer.auditMac().withKey(keyId)));
    }

    @Override
    public String toString() {
        return "LiveChainMac[" + keyId() + "]";
    }
}
