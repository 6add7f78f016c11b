package dev.secrets.audit;

import dev.secrets.model.ChainMac;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A chain whose key a test rotates. */
final class RotatedMac implements ChainMac {
    private final List<TestMac> keys;

    RotatedMac(TestMac... keys) {
        this.keys = new CopyOnWriteArrayList<>(keys);
    }

    void rotateTo(TestMac key) {
        keys.add(key);
    }

    /** Returns the chain as somebody knows it who knows the first keys alone. */
    RotatedMac first(int count) {
        return new RotatedMac(new ArrayList<>(keys.subList(0, count)).toArray(TestMac[]::new));
    }

    @Override
    public TestMac newest() {
        return keys.get(keys.size() - 1);
    }

    @Override
    public Optional<ChainMac> withKey(String keyId) {
        return keys.stream()
                .filter(key -> key.keyId().equals(keyId))
                .map(ChainMac.class::cast)
                .findFirst();
    }

    @Override
    public byte[] next(byte[] previous, byte[] content) {
        return keys.get(0).next(previous, content);
    }

    @Override
    public String keyId() {
        return keys.get(0).keyId();
    }
}
