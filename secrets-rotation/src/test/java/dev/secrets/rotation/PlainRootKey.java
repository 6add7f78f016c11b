package dev.secrets.rotation;

import dev.secrets.model.RootKey;

/** A root key that wraps nothing: these tests are about rotation, and several JVMs must open one store. */
public final class PlainRootKey implements RootKey {
    @Override
    public String id() {
        return "plain";
    }

    @Override
    public byte[] wrap(byte[] plaintext, byte[] associatedData) {
        return plaintext.clone();
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
        return wrapped.clone();
    }
}
