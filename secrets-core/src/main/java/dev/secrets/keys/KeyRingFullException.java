package dev.secrets.keys;

import java.security.GeneralSecurityException;

/** The key ring has as many keys as it can have. */
final class KeyRingFullException extends GeneralSecurityException {
    private static final long serialVersionUID = 1;

    KeyRingFullException() {
        super("The key ring is full");
    }
}
