package dev.secrets.keys;

import java.security.GeneralSecurityException;

/** What a key may be used for now. The numbers are part of the key ring's format. */
public enum KeyState {
    /** Seals and opens. */
    ENABLED(1),
    /** Opens only: before it is destroyed, so that nothing new comes under it. */
    DECRYPT_ONLY(2),
    /** Does nothing until it is enabled again. */
    DISABLED(3),
    /** Does nothing, and will be destroyed at its deletion date. */
    PENDING_DELETION(4);

    private final int number;

    KeyState(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    boolean seals() {
        return this == ENABLED;
    }

    boolean opens() {
        return this == ENABLED || this == DECRYPT_ONLY;
    }

    static KeyState of(int number) throws GeneralSecurityException {
        for (KeyState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        throw new GeneralSecurityException("Unknown key state " + number);
    }
}
